import type { ProviderAdapter, ProviderOutcome, SendRequest } from '../../channels/contract.ts';
import type { DriveDeps } from '../deps.ts';
import type { Trip } from '../trip.ts';
import type { Line } from './lines.ts';
import type { Sending } from './pass-gates.ts';

/** However late in the slice: most providers answer by then, and an answer that is not waited for costs a wake and a drive. */
const LEAST_WAIT_MS = 250;

/**
 * Calls the provider for each message of the chunk and records what comes. Waits for a moment only: what hangs is followed by
 * the recorder, its run rests until its outcome is known or may be asked for. Answers whether each was answered for good.
 */
export async function callProviders(
  deps: DriveDeps,
  trip: Trip,
  sending: readonly Sending[],
  lineOf: (sending: Sending) => Line,
): Promise<boolean> {
  let isWaiting = true;
  let answered = 0;
  const calls = sending.map(async (one) => {
    if (await callOne(deps, trip, one, lineOf(one))) answered += 1;
    // Its drive has gone on: the run is to be looked at now, not when its message may be asked for.
    if (!isWaiting) await deps.lateWakes.wake({ workspaceId: trip.workspaceId, ...one });
  });
  for (const call of calls) deps.recorder.follow(call);
  await untilDoneOr(Promise.all(calls), trip);
  isWaiting = false;
  return answered === sending.length;
}

async function callOne(deps: DriveDeps, trip: Trip, sending: Sending, line: Line): Promise<boolean> {
  const adapter = adapterOf(deps, sending);
  // No call starts that could outlive the lease: its next owner would resolve it while it is still under way.
  const isTooLate = (): boolean => deps.clock.monotonicMs() > trip.leaseEndsMs - adapter.timeoutMs;
  const span = trip.spans?.call(sending.runId, adapter.channel, sending.id);
  let kind: string = 'unknown';
  try {
    const outcome =
      isTooLate() || trip.signal.aborted
        ? ({ kind: 'not-started' } as const)
        : await line.call(() => send(deps, adapter, sending, { traceParent: span?.parent, isTooLate }));
    kind = outcome.kind;
    await deps.recorder.record({
      workspaceId: trip.workspaceId,
      profileId: sending.profileId,
      id: sending.id,
      resolveAfter: sending.resolveAfter,
      outcome,
      honesty: adapter.honesty,
      lookUpDelayMs: adapter.lookUpDelayMs,
    });
    return outcome.kind === 'accepted' || outcome.kind === 'rejected';
  } finally {
    span?.end({ attributes: { 'wend.outcome': kind }, failed: kind !== 'accepted' });
    line.release();
  }
}

async function send(
  deps: DriveDeps,
  adapter: ProviderAdapter,
  { id, address, sender, payload, provider }: Sending,
  more: Pick<SendRequest, 'traceParent' | 'isTooLate'>,
): Promise<ProviderOutcome> {
  try {
    const request = {
      messageId: id,
      to: address,
      sender,
      payload,
      callbackUrl: deps.callbackUrl(provider),
      ...more,
    };
    return await adapter.send(deps.account(provider), request, AbortSignal.timeout(adapter.timeoutMs));
  } catch (error) {
    // An adapter that throws has not said what became of the call.
    return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
  }
}

export function adapterOf(deps: Pick<DriveDeps, 'adapters'>, { provider }: Pick<Sending, 'provider'>): ProviderAdapter {
  const adapter = deps.adapters.get(provider.adapter);
  if (!adapter) throw new Error(`No adapter speaks to ${provider.adapter}`);
  return adapter;
}

async function untilDoneOr(done: Promise<unknown>, trip: Trip): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const sliceEnd = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(LEAST_WAIT_MS, trip.patienceMs()));
  });
  await Promise.race([done, sliceEnd]).finally(() => clearTimeout(timer));
}
