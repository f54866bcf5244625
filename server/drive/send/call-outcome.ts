import type { Instant, MessageId, ProfileId, WorkspaceId } from '@wend/engine';
import type { ProviderOutcome } from '../../channels/contract.ts';

/** What came of one call. `absent`: a look-up found nothing, and that is conclusive. */
export interface CallOutcome {
  readonly workspaceId: WorkspaceId;
  readonly profileId: ProfileId;
  readonly id: MessageId;
  /** The `resolve_after` that its message had for this call. Only a fact (accepted, rejected) is taken of a call that another has followed. */
  readonly resolveAfter: Instant;
  readonly outcome: ProviderOutcome | { readonly kind: 'not-started' } | { readonly kind: 'absent' };
  /** What can be done about an answer that was lost. */
  readonly honesty: 'idempotent' | 'traceable' | 'opaque';
  readonly lookUpDelayMs: number;
}
