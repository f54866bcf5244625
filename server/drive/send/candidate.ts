import type { JourneyDocument, MessageId, ProfileFact, ProfileId, SendResult } from '@wend/engine';
import type { Message, Run } from '../../tables/index.ts';
import type { ProviderRow } from './provider.ts';

/** A planned message on its way through the gates, with what they look at. */
export interface Candidate {
  readonly run: Run;
  readonly message: Message;
  /** Whom the run's person has become; themselves, as a rule. */
  readonly person: ProfileId;
  readonly profile: ProfileFact;
  readonly document: JourneyDocument;
  readonly provider: ProviderRow | undefined;
  readonly address: string | undefined;
}

/** Why a message does not leave. `gone`: the run is not ours or not live any more; nothing is written. */
export type Held =
  | { readonly kind: 'gone' }
  | { readonly kind: 'settled'; readonly result: Extract<SendResult, { kind: 'skipped' | 'rejected' | 'ghost' }> }
  | {
      readonly kind: 'deferred';
      readonly gate: string;
      readonly why: string;
      readonly until: number;
      readonly slot?: boolean;
    };

/** Those of a chunk that a gate holds; whoever is not named passes. */
export type Verdicts = ReadonlyMap<MessageId, Held>;

export const skipped = (gate: Extract<SendResult, { kind: 'skipped' }>['gate'], why: string): Held => ({
  kind: 'settled',
  result: { kind: 'skipped', gate, why },
});

/** Which gate held it, as it is counted. */
export function gateOf(held: Held): string {
  if (held.kind === 'gone') return 'live';
  if (held.kind === 'deferred') return held.gate;
  switch (held.result.kind) {
    case 'skipped':
      return held.result.gate;
    case 'rejected':
      return 'provider';
    case 'ghost':
      return 'holdout';
  }
}

/** And what that came to: `deferred`, `skipped`, `rejected`, `ghost` or `gone`. */
export function howHeld(held: Held): string {
  return held.kind === 'settled' ? held.result.kind : held.kind;
}
