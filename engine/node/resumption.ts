import type { Instant } from '../time/instant.ts';
import type { JsonObject } from '../values/json.ts';

export interface PersonEvent {
  readonly name: string;
  readonly properties: JsonObject;
  readonly at: Instant;
}

/** How a message ended its step. `held` and `suppressed` never reached a provider; `ghost` is a holdout's "would have been sent". */
export type SendResult =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'ghost' }
  | {
      readonly kind: 'skipped';
      readonly gate: 'suppression' | 'consent' | 'quiet-hours' | 'frequency-cap' | 'no-address' | 'empty';
      readonly why: string;
    }
  | { readonly kind: 'rejected'; readonly scope: 'address' | 'message' | 'sender' | 'account'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

export type CallResult =
  | { readonly kind: 'done'; readonly output: JsonObject }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

/** What ended the rest a run stood in. */
export type Resumption =
  | { readonly kind: 'due' }
  | { readonly kind: 'event'; readonly event: PersonEvent }
  /** The person changed while a condition was waited for: look again. */
  | { readonly kind: 'changed' }
  /** A person with permission ended the wait by hand. */
  | { readonly kind: 'released' }
  | { readonly kind: 'sent'; readonly result: SendResult }
  | { readonly kind: 'called'; readonly result: CallResult };
