import type { ConvoyId, WorkspaceId } from '@wend/engine';
import { newId } from '../ids/index.ts';
import type { ClaimId } from '../tables/index.ts';
import { RunSpans } from '../traces/index.ts';
import type { DriveDeps } from './deps.ts';

/** One drive of one convoy: whose runs, under which claim, until when. */
export interface Trip {
  readonly workspaceId: WorkspaceId;
  readonly convoyId: ConvoyId;
  readonly claim: ClaimId;
  /** Over when its time is up or its worker wants to stop. */
  readonly isOver: () => boolean;
  /** By the monotonic clock, the earliest at which one of its claims may end: no call may outlive it. */
  readonly leaseEndsMs: number;
  /** So long it may wait for something that takes its time, in ms ≥ 0. */
  readonly patienceMs: () => number;
  /** Called after each piece of work. */
  readonly progress: () => void;
  readonly signal: AbortSignal;
  /** Some that were claimed have dropped out of the batches, so that there is something to be given back. */
  hasStrays: boolean;
  /** Where traces are gathered. */
  readonly spans: RunSpans | undefined;
}

export function setOut(
  deps: DriveDeps,
  { workspaceId, convoyId }: Pick<Trip, 'workspaceId' | 'convoyId'>,
  signal: AbortSignal,
  progress: () => void,
): Trip {
  const startMs = deps.clock.monotonicMs();
  const end = startMs + deps.settings.sliceMs;
  const leftMs = () => Math.max(0, end - deps.clock.monotonicMs());
  return {
    workspaceId,
    convoyId,
    claim: newId<ClaimId>(),
    signal,
    hasStrays: false,
    spans: deps.traces && new RunSpans(deps.traces, { workspaceId, convoyId }),
    leaseEndsMs: startMs + deps.settings.leaseMs,
    patienceMs: () => Math.min(leftMs(), deps.settings.patienceMs),
    progress,
    isOver: () => signal.aborted || leftMs() === 0,
  };
}
