import type { WorkspaceId } from '@wend/engine';
import type { ConvoyInput, PlannedCalls } from '@wend/workflows';
import { RefusedAddress } from '../access/index.ts';
import type { Clock } from '../clock/index.ts';
import { causeOf } from '../database/index.ts';
import { presentEpochOf } from '../trips/epoch.ts';
import { type ClaimedCall, claimCalls } from './claim-calls.ts';
import type { Perform, PerformResult } from './define-perform.ts';
import type { PerformDeps } from './perform-deps.ts';
import { type CallSettlement, settleCalls } from './settle-calls.ts';

/** Between two tries, doubled each time. */
const RETRY_MS = 2_000;
/** A call waits no longer for its callback, unless it says so. */
const CALLBACK_WITHIN_MS = 90 * 86_400_000;

/** Performs what is planned of this node type in this convoy, an outcome per row; answers when none is due any more. */
export async function perform(
  deps: PerformDeps,
  input: ConvoyInput & PlannedCalls,
  signal: AbortSignal = new AbortController().signal,
  progress: () => void = () => {},
): Promise<void> {
  if ((await presentEpochOf(deps.db)) !== input.epoch) return;
  const definition = deps.performs.get(input.nodeType);
  while (!signal.aborted) {
    const timeoutMs = definition?.limits.timeoutMs ?? 0;
    const calls = await claimCalls(deps, input, leaseFor(definition));
    if (calls.length === 0) return;
    await inLanes(calls, definition?.limits ?? { concurrency: calls.length, rate: 1_000 }, deps.clock, async (call) => {
      const result = definition
        ? await performOne(deps, definition, input.workspaceId, call, signal, timeoutMs)
        : missing(input.nodeType);
      await settleCalls(deps.db, deps.clock, input.workspaceId, [settlementOf(call, result, definition)]);
      progress();
    });
  }
}

/** Long enough for the slowest round through all lanes, so that nobody else takes a call that is still to start. */
function leaseFor(definition: Perform | undefined): number {
  if (!definition) return 60_000;
  const { concurrency, timeoutMs, rate } = definition.limits;
  return Math.ceil(100 / concurrency) * timeoutMs + Math.ceil(100_000 / rate) + 30_000;
}

async function performOne(
  deps: PerformDeps,
  { run }: Perform,
  workspaceId: WorkspaceId,
  call: ClaimedCall,
  stop: AbortSignal,
  timeoutMs: number,
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
  definition: Perform | undefined,
): CallSettlement {
  const key = { id, profileId: profile_id };
  if (result.kind === 'done') return { ...key, state: 'done', output: result.output };
  if (result.kind === 'failed') return { ...key, state: 'failed', error: result.why };
  if (result.kind === 'waiting-for-callback')
    return { ...key, state: 'waiting-for-callback', dueInMs: result.withinMs ?? CALLBACK_WITHIN_MS };
  if (attempts >= (definition?.limits.attempts ?? 1)) return { ...key, state: 'failed', error: result.why };
  return {
    ...key,
    state: 'planned',
    error: result.why,
    dueInMs: result.afterMs ?? RETRY_MS * 2 ** (attempts - 1),
  };
}

function missing(nodeType: string): PerformResult {
  return { kind: 'failed', why: `This installation does not know how to perform ${nodeType}` };
}

/** So many at a time, and so many starts a second. */
async function inLanes<Item>(
  items: readonly Item[],
  { concurrency, rate }: { readonly concurrency: number; readonly rate: number },
  clock: Clock,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.entries();
  const began = clock.monotonicMs();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) {
      const waitMs = began + (index * 1_000) / rate - clock.monotonicMs();
      if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, lane));
}
