import type { Condition } from '../condition/schema.ts';
import type { Channel, Purpose } from '../document/channel.ts';
import type { Instant } from '../time/instant.ts';
import type { JsonObject } from '../values/json.ts';

/** Why a turn was taken: a sentence with the values as they were, and the values themselves. */
export interface Reason {
  readonly text: string;
  readonly facts?: JsonObject | undefined;
}

/** What a step changes outside the run itself. It becomes an event of the person, so intake and matcher see it like any other. */
export type Effect =
  /** By path: `address.city` leaves the street alone. */
  | { readonly kind: 'set-attributes'; readonly attributes: JsonObject }
  | { readonly kind: 'emit-event'; readonly event: string; readonly properties: JsonObject };

/** An event a wait listens for. `key` compares a value of the event with the value held here (a cart, an order). */
export interface EventPattern {
  readonly event: string;
  readonly where?: Condition | undefined;
  readonly key?: { readonly path: string; readonly equals: string } | undefined;
  /** Events with `since < at ≤ until` count. */
  readonly since: Instant;
}

/** A rest that ends at `until`, or earlier by an event or a condition. */
export interface WaitSpec {
  readonly until: Instant;
  readonly events?: readonly EventPattern[] | undefined;
  /** Looked at again whenever the person changes, and at `recheckAt`. */
  readonly condition?: Condition | undefined;
  readonly recheckAt?: Instant | undefined;
  readonly reason: Reason;
}

/** A message as templates; it is rendered and passes the gates at the last moment before it leaves. */
export interface SendSpec {
  readonly channel: Channel;
  readonly purpose: Purpose;
  readonly topic?: string | undefined;
  /** Liquid templates by field (`body`, `subject`, `title`…), in the person's language where a variant exists. */
  readonly content: Readonly<Record<string, string>>;
  readonly sender?: string | undefined;
  /** What a gate that holds a message back does: wait for the next allowed moment, or go on without it. */
  readonly whenHeld: {
    readonly quietHours: 'defer' | 'skip' | 'ignore';
    readonly frequencyCap: 'defer' | 'skip' | 'ignore';
  };
}

export interface CallSpec {
  /** Input of the node type's `perform`, plain data. */
  readonly input: JsonObject;
}

export type Outcome =
  | {
      readonly kind: 'go';
      readonly port: string;
      readonly reason: Reason;
      /** Records the arm for this person and step; the record wins ever after. */
      readonly assign?: string | undefined;
      /** From here on the run is one of the comparison group: everything is decided, nothing is sent. It stays so to its end. */
      readonly holdout?: boolean | undefined;
      readonly variables?: JsonObject | undefined;
      readonly effects?: readonly Effect[] | undefined;
    }
  | { readonly kind: 'jump'; readonly to: string; readonly reason: Reason }
  | { readonly kind: 'wait'; readonly wait: WaitSpec }
  | { readonly kind: 'send'; readonly send: SendSpec }
  | { readonly kind: 'call'; readonly call: CallSpec }
  | { readonly kind: 'end'; readonly reason: Reason };

type GoExtras = Omit<Extract<Outcome, { kind: 'go' }>, 'kind' | 'port' | 'reason'>;

export const go = (port: string, reason: Reason | string, extras: GoExtras = {}): Outcome => ({
  kind: 'go',
  port,
  reason: asReason(reason),
  ...extras,
});
export const jump = (to: string, reason: Reason | string): Outcome => ({ kind: 'jump', to, reason: asReason(reason) });
export const wait = (spec: WaitSpec): Outcome => ({ kind: 'wait', wait: spec });
export const send = (spec: SendSpec): Outcome => ({ kind: 'send', send: spec });
export const call = (input: JsonObject): Outcome => ({ kind: 'call', call: { input } });
export const end = (reason: Reason | string): Outcome => ({ kind: 'end', reason: asReason(reason) });

function asReason(reason: Reason | string): Reason {
  return typeof reason === 'string' ? { text: reason } : reason;
}
