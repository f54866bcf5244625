import { and, eq, inArray, sql } from 'drizzle-orm';
import { records } from '../../database/index.ts';
import { providers } from '../../tables/index.ts';
import type { DriveDeps } from '../deps.ts';
import type { Trip } from '../trip.ts';
import type { CallOutcome } from './call-outcome.ts';
import { adapterOf, callProviders } from './call-provider.ts';
import type { PlannedSend } from './candidates.ts';
import type { Sending } from './pass-gates.ts';

/**
 * `sending` without an answer: its drive died, or the answer was lost. Never simply sent again: an idempotent provider gets the same
 * id with the same bytes, a traceable one is asked, an opaque one leaves it unknown.
 */
export async function resolveSends(deps: DriveDeps, trip: Trip, found: readonly PlannedSend[]): Promise<void> {
  const unresolved = found.slice(0, deps.settings.chunk);
  if (unresolved.length === 0) return;
  const now = await deps.clock.now(deps.db);
  const lost = await holdOff(deps, trip, await withProviders(deps, trip, unresolved));
  if (lost.length === 0) return;
  const again = lost.filter(({ sending }) => adapterOf(deps, sending).honesty === 'idempotent');
  const asked = lost.filter(({ sending }) => adapterOf(deps, sending).honesty !== 'idempotent');
  await Promise.all([
    callProviders(
      deps,
      trip,
      again.map(({ sending }) => sending),
      ({ provider }) => {
        const line = deps.lines.to(provider.id, 'idempotent');
        line.exceed(1);
        return line;
      },
    ),
    ...asked.map(async ({ sending, sendingAt }) =>
      deps.recorder.record(await lookUp(deps, trip, sending, now - sendingAt)),
    ),
  ]);
}

interface Lost {
  readonly sending: Sending;
  readonly sendingAt: number;
}

async function withProviders(
  deps: DriveDeps,
  { workspaceId }: Trip,
  found: readonly PlannedSend[],
): Promise<readonly Lost[]> {
  const ids = [...new Set(found.flatMap(({ message }) => (message.providerId === null ? [] : [message.providerId])))];
  const rows =
    ids.length === 0
      ? []
      : await deps.db
          .select()
          .from(providers)
          .where(and(eq(providers.workspaceId, workspaceId), inArray(providers.id, ids)));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap(({ run, message: { id, profileId, providerId, address, payload, spec, sendingAt } }): Lost[] => {
    const provider = byId.get(providerId ?? '');
    if (!provider || address === null || payload === null) return [];
    return [
      {
        sending: {
          ...{ id, profileId, runId: run.id, provider, address, payload, sender: spec.sender },
          resolveAfter: (run.leaseUntil ?? 0) + adapterOf(deps, { provider }).timeoutMs,
        },
        sendingAt: sendingAt ?? 0,
      },
    ];
  });
}

/** Committed before the first call: whoever comes next waits for this one to be over. Answers those that nobody else has taken. */
async function holdOff(
  { db, clock }: DriveDeps,
  { workspaceId }: Trip,
  lost: readonly Lost[],
): Promise<readonly Lost[]> {
  const rows = lost.map(({ sending: { profileId, id, resolveAfter } }) => ({ profileId, id, resolveAfter }));
  const taken = await db.execute<{ id: string }>(sql`
    update messages set resolve_after = given.resolve_after from ${records('given', rows, { profileId: 'uuid', id: 'uuid', resolveAfter: 'instant' })}
    where messages.workspace_id = ${workspaceId} and messages.profile_id = given.profile_id and messages.id = given.id
      and messages.state = 'sending' and messages.resolve_after <= ${clock.sql}
    returning messages.id`);
  const ours = new Set(taken.map(({ id }) => id));
  return lost.filter(({ sending }) => ours.has(sending.id));
}

async function lookUp(deps: DriveDeps, { workspaceId }: Trip, sending: Sending, sinceMs: number): Promise<CallOutcome> {
  const adapter = adapterOf(deps, sending);
  const { honesty, lookUpDelayMs } = adapter;
  const found = await ask().catch((error: unknown): CallOutcome['outcome'] => ({
    kind: 'unknown',
    why: error instanceof Error ? error.message : String(error),
  }));
  const { profileId, id, resolveAfter } = sending;
  return { workspaceId, profileId, id, resolveAfter, honesty, lookUpDelayMs, outcome: found };

  async function ask(): Promise<CallOutcome['outcome']> {
    if (!adapter.lookUp)
      return { kind: 'unknown', why: 'The worker stopped during the call, and this provider cannot be asked' };
    const answer = await adapter.lookUp(
      deps.account(sending.provider),
      sending.id,
      AbortSignal.timeout(adapter.timeoutMs),
    );
    // Finding nothing proves nothing before the provider's own delay has passed.
    return answer.kind === 'absent' && sinceMs < lookUpDelayMs ? { kind: 'unknown', why: 'Not found yet' } : answer;
  }
}
