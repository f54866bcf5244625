import type { WorkspaceId } from '@wend/engine';
import type { ConvoyInput, PlannedCalls } from '@wend/workflows';
import { RefusedAddress } from '../access/index.ts';
import { causeOf } from '../database/index.ts';
import { presentEpochOf } from '../trips/epoch.ts';
import { type ClaimedCall, claimCalls } from './claim-calls.ts';
import { definePerform, type Perform, type PerformResult } from './define-perform.ts';
import type { PerformDeps } from './perform-deps.ts';
import { type CallSettlement, settleCalls } from './settle-calls.ts';

/** Claimed with one statement. */
const AT_ONCE = 100;
/** Well below the heartbeat time-out: a call may take longer than that. */
const ALIVE_MS = 10_000;
/** Between two tries, doubled each time. */
const RETRY_MS = 2_000;
/** A call waits no longer for its callback, unless it says so. */
const CALLBACK_WITHIN_MS = 90 * 86_400_000;

/**
 * Performs what is planned of this node type in this convoy, an outcome per row; answers when none is due any more. No more are claimed
 * than have a lane, so that each starts within its lease whatever other convoys call.
 */
export async function perform(
  deps: PerformDeps,
  input: ConvoyInput & PlannedCalls,
  signal: AbortSignal = new AbortController().signal,
  progress: () => void = () => {},
): Promise<void> {
  if ((await presentEpochOf(deps.db)) !== input.epoch) return;
  const definition = deps.performs.get(input.nodeType) ?? unknownType(input.nodeType);
  const { lanes } = definition;
  const underWay: Promise<void>[] = [];
  while (!signal.aborted) {
    const room = await lanes.reserve(AT_ONCE);
    const calls = await claimCalls(deps, input, { leaseMs: leaseFor(definition), atMost: room }).catch((error) => {
      lanes.release(room);
      throw error;
    });
    lanes.release(room - calls.length);
    if (calls.length === 0) break;
    for (const call of calls) {
      const work = performAndSettle(deps, definition, input.workspaceId, call, signal, progress).finally(() =>
        lanes.release(1),
      );
      // What fails is told at the end: until then nobody listens.
      work.catch(() => {});
      underWay.push(work);
    }
  }
  await Promise.all(underWay);
}

/** Long enough for the wait for its start and for the call, so that nobody else takes it before it has ended. */
function leaseFor({ limits: { concurrency, timeoutMs, rate } }: Perform): number {
  return timeoutMs + Math.ceil((concurrency * 1_000) / rate) + 30_000;
}

async function performAndSettle(
  deps: PerformDeps,
  definition: Perform,
  workspaceId: WorkspaceId,
  call: ClaimedCall,
  signal: AbortSignal,
  progress: () => void,
): Promise<void> {
  const waitMs = definition.lanes.startIn(deps.clock.monotonicMs());
  if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
  // The call ends by its own time-out: no call that hangs hides behind this.
  const alive = setInterval(progress, ALIVE_MS);
  const result = await performOne(deps, definition, workspaceId, call, signal).finally(() => clearInterval(alive));
  await settleCalls(deps.db, deps.clock, workspaceId, [settlementOf(call, result, definition)]);
  progress();
}

async function performOne(
  deps: PerformDeps,
  { run, limits: { timeoutMs } }: Perform,
  workspaceId: WorkspaceId,
  call: ClaimedCall,
  stop: AbortSignal,
): Promise<PerformResult> {
  if (stop.aborted) return { kind: 'retry', afterMs: 0, why: 'The worker stopped before it began' };
  try {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]);
    const work = run({
      input: call.input,
      services: deps.services(workspaceId),
      signal,
      idempotencyKey: call.id,
      workspaceId,
      profileId: call.profile_id,
      attempt: call.attempts,
      callbackUrl: deps.callBackAt(call.id),
    });
    // One that does not obey its signal must not hold its lane for ever.
    return await Promise.race([work, aborted(signal)]);
  } catch (error) {
    // What we do not call today we do not call tomorrow.
    return { kind: error instanceof RefusedAddress ? 'failed' : 'retry', why: causeOf(error) };
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('It took too long')), { once: true }),
  );
}

function settlementOf(
  { id, profile_id, attempts }: ClaimedCall,
  result: PerformResult,
  definition: Perform,
): CallSettlement {
  const key = { id, profileId: profile_id };
  if (result.kind === 'done') return { ...key, state: 'done', output: result.output };
  if (result.kind === 'failed') return { ...key, state: 'failed', error: result.why };
  if (result.kind === 'waiting-for-callback')
    return { ...key, state: 'waiting-for-callback', dueInMs: result.withinMs ?? CALLBACK_WITHIN_MS };
  if (attempts >= definition.limits.attempts) return { ...key, state: 'failed', error: result.why };
  return {
    ...key,
    state: 'planned',
    error: result.why,
    dueInMs: result.afterMs ?? RETRY_MS * 2 ** (attempts - 1),
  };
}

function unknownType(nodeType: string): Perform {
  const why = `This installation does not know how to perform ${nodeType}`;
  return definePerform(nodeType, async () => ({ kind: 'failed', why }));
}
