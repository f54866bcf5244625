import type { EventId, Instant, JsonObject, RunId, SourceId } from '@wend/engine';
import type { Clock } from '../clock/index.ts';
import type { Database } from '../database/index.ts';
import type { EventType, SourceKind } from '../tables/index.ts';

export interface IntakeDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Said after a commit that left events to be learned. Returns at once; saying it too often is harmless. */
  readonly hint?: (() => void) | undefined;
}

/** Who hands events over: a source with its key, or the product itself (API entries, demo). */
export type EventSource = { readonly kind: SourceKind; readonly id: SourceId } | { readonly kind: 'product' };

/** An event after parsing, before its times are judged. */
export interface ReadEvent {
  readonly messageId: string;
  readonly type: EventType;
  readonly name: string;
  readonly userId?: string | undefined;
  readonly anonymousId?: string | undefined;
  readonly previousId?: string | undefined;
  readonly properties: JsonObject;
  readonly traits: JsonObject;
  readonly context: JsonObject;
  readonly originalAt?: Instant | undefined;
  readonly sentAt?: Instant | undefined;
}

/** An event as it is stored. */
export interface NewEvent extends ReadEvent {
  /** Where it stands in a trace. */
  readonly traceParent?: string | undefined;
  readonly id: EventId;
  readonly sourceId?: SourceId | undefined;
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly fromTheFuture: boolean;
  readonly historical: boolean;
  readonly emittedBy?: RunId | undefined;
}

/** An event that was refused; `index` is its place in what was sent. */
export interface Rejection {
  readonly index: number;
  readonly messageId?: string | undefined;
  readonly reason: string;
  readonly field?: string | undefined;
}

export interface Accepted {
  /** Of the events that are ours now, in the order sent; one that was sent before is counted and keeps its first id. */
  readonly eventIds: readonly EventId[];
  readonly rejected: readonly Rejection[];
}
