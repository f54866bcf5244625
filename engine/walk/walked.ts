import type { CallSpec, Effect, Reason, SendSpec, WaitSpec } from '../node/outcome.ts';
import type { Resumption } from '../node/resumption.ts';
import type { RunView } from '../node/run-view.ts';
import type { Instant } from '../time/instant.ts';

/** Where a run stands, as a row remembers it. */
export interface RunState extends RunView {
  /** Visits so far, by step. */
  readonly visits: Readonly<Record<string, number>>;
  /** In the comparison group, of the journey or of a split on its way: everything is decided, nothing is sent. */
  readonly holdout: boolean;
}

export interface WalkRun extends RunState {
  /** What ended the rest it stood in; absent for a run that has just entered. */
  readonly resume?: Resumption | undefined;
}

/** A stay on one step. Without `left` the run rests there. */
export interface Visit {
  readonly step: string;
  readonly n: number;
  readonly at: Instant;
  readonly left?:
    | {
        readonly port: string | undefined;
        readonly to: string | undefined;
        readonly at: Instant;
        readonly reason: Reason;
      }
    | undefined;
}

export type Rest =
  | { readonly kind: 'wait'; readonly wait: WaitSpec }
  | { readonly kind: 'send'; readonly send: SendSpec }
  | { readonly kind: 'call'; readonly call: CallSpec }
  | { readonly kind: 'end'; readonly reason: Reason }
  /** The walk of this run threw; its convoy goes on without it. */
  | { readonly kind: 'failed'; readonly error: string };

/** A run after its walk: where it rests now and all that happened on the way. */
export interface Walked {
  readonly run: RunState;
  readonly rest: Rest;
  readonly visits: readonly Visit[];
  readonly effects: readonly { readonly step: string; readonly visit: number; readonly effect: Effect }[];
  readonly assignments: readonly { readonly step: string; readonly arm: string }[];
}
