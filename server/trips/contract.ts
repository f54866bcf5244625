import type { ProfileId, RunId } from '@wend/engine';

/** What carries convoys: Temporal in life, a heap of rests under the virtual clock. */
export interface Trips {
  /** Said after a commit that left outbox rows. Returns at once; saying it too often is harmless. */
  look(): void;
}

/** A run as a row is found by it. */
export interface RunKey {
  readonly profileId: ProfileId;
  readonly runId: RunId;
}

/** No more runs than this travel together. */
export const CONVOY_SIZE = 500;
/** A convoy of more runs than this drives in the lane of crowds. */
export const SMALL_CONVOY = 20;
