import type { Instant, RunId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';
import type { RunPhase } from '../../tables/index.ts';
import type { DriveSettings } from '../deps.ts';
import type { Trip } from '../trip.ts';
import type { Moved } from '../walk-batch.ts';

interface NewPlace {
  readonly phase: RunPhase;
  readonly dueAt?: Instant | undefined;
  readonly endedAt?: Instant | undefined;
  readonly endReason?: unknown;
  /** About to be sent: stays in our hands, as many as we hold. */
  readonly keeps: boolean;
  readonly leaves: boolean;
}

/** Puts runs where their walk left them; answers which of them were still ours, and whether they stay in our hands. Everything else of the commit is for those only. */
export async function moveRuns(
  tx: Transaction,
  { workspaceId, claim }: Trip,
  moved: readonly Moved[],
  now: Instant,
  settings: Resting,
): Promise<ReadonlyMap<RunId, { readonly isInHand: boolean }>> {
  let inHand = 0;
  const places = moved.map((one) => {
    const row = rowOf(one, now, settings);
    if (row.keeps) inHand += 1;
    return { ...row, keeps: row.keeps && inHand <= settings.hold };
  });
  const rows = await tx.execute<{ id: RunId; is_in_hand: boolean }>(sql`
    update runs set phase = given.phase, step = given.step, visit = given.visit, arrived_at = given.arrived_at, visits = given.visits, variables = given.variables, holdout = given.holdout,
      last_send_at = given.last_send_at, due_at = given.due_at, error = null, ended_at = given.ended_at, end_reason = given.end_reason,
      claim = case when given.keeps then runs.claim end, lease_until = case when given.keeps then runs.lease_until end,
      claims = 0,
      convoy_id = case when not given.leaves then runs.convoy_id end
    from ${records('given', places, {
      profileId: 'uuid',
      id: 'uuid',
      phase: 'text',
      step: 'text',
      visit: 'integer',
      arrivedAt: 'instant',
      visits: 'jsonb',
      variables: 'jsonb',
      holdout: 'boolean',
      lastSendAt: 'instant',
      dueAt: 'instant',
      endedAt: 'instant',
      endReason: 'jsonb',
      keeps: 'boolean',
      leaves: 'boolean',
    })}
    where runs.workspace_id = ${workspaceId} and runs.profile_id = given.profile_id and runs.id = given.id and runs.claim = ${claim}
    returning runs.id, runs.claim is not null as is_in_hand`);
  return new Map(rows.map(({ id, is_in_hand: isInHand }) => [id, { isInHand }]));
}

type Resting = Pick<DriveSettings, 'convoyWaitMs' | 'hold'>;
type Wait = Extract<Moved['walked']['rest'], { kind: 'wait' }>['wait'];

/** Whoever waits this long leaves the convoy. */
export function isLongWait(wait: Wait, now: Instant, { convoyWaitMs }: Pick<DriveSettings, 'convoyWaitMs'>): boolean {
  return dueOf(wait) > now + convoyWaitMs;
}

function dueOf({ until, recheckAt }: Wait): Instant {
  return Math.min(until, recheckAt ?? until);
}

function rowOf({ claimed, walked: { run, rest } }: Moved, now: Instant, settings: Resting) {
  const { profileId, id } = claimed.run;
  const lastSendAt = claimed.message?.sendingAt ?? run.lastSendAt;
  const { step, visit, arrivedAt, visits, variables, holdout } = run;
  return {
    profileId,
    id,
    step,
    visit,
    arrivedAt,
    visits,
    variables,
    holdout,
    lastSendAt,
    ...placeOf(rest, now, settings),
  };
}

function placeOf(rest: Moved['walked']['rest'], now: Instant, settings: Resting): NewPlace {
  switch (rest.kind) {
    case 'wait':
      return {
        phase: 'waiting',
        dueAt: dueOf(rest.wait),
        keeps: false,
        leaves: isLongWait(rest.wait, now, settings),
      };
    case 'send':
      return { phase: 'sending', dueAt: now, keeps: true, leaves: false };
    case 'call':
      return { phase: 'calling', dueAt: now, keeps: false, leaves: false };
    case 'end':
      return { phase: 'ended', endedAt: now, endReason: rest.reason, keeps: false, leaves: true };
    case 'failed':
      throw new Error('A failed walk moves no run');
  }
}
