import type { ConvoyId, WorkspaceId } from '@wend/engine';
import { newId } from '../ids/index.ts';
import type { ClaimId } from '../tables/index.ts';
import type { DriveDeps } from './deps.ts';

/** One drive of one convoy: whose runs, under which claim, until when. */
export interface Trip {
  readonly workspaceId: WorkspaceId;
  readonly convoyId: ConvoyId;
  readonly claim: ClaimId;
  /** Over when its time is up or its worker wants to stop. */
  readonly isOver: () => boolean;
  /** Milliseconds until the slice ends, ≥ 0. */
  readonly leftMs: () => number;
  readonly signal: AbortSignal;
}

export function setOut(
  deps: DriveDeps,
  { workspaceId, convoyId }: Pick<Trip, 'workspaceId' | 'convoyId'>,
  signal: AbortSignal,
): Trip {
  const end = deps.clock.monotonicMs() + deps.settings.sliceMs;
  const leftMs = () => Math.max(0, end - deps.clock.monotonicMs());
  return {
    workspaceId,
    convoyId,
    claim: newId<ClaimId>(),
    signal,
    leftMs,
    isOver: () => signal.aborted || leftMs() === 0,
  };
}
