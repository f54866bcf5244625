import { sql } from 'drizzle-orm';
import { newId } from '../ids/index.ts';
import type { Claimed } from './claim.ts';
import type { DriveDeps } from './deps.ts';
import type { Trip } from './trip.ts';

/** Gives back what we still hold, at the orderly end of a drive or when the database fails: it was not these runs' fault that they did not move. */
export async function handBack({ db }: DriveDeps, { workspaceId, convoyId, claim }: Trip): Promise<void> {
  await db.execute(sql`
    update runs set claim = null, lease_until = null, claims = greatest(claims - 1, 0)
    where workspace_id = ${workspaceId} and convoy_id = ${convoyId} and ended_at is null and claim = ${claim}`);
}

/** After a failure the count of claims stays: who fails its drive again and again is to stand alone. */
export async function letGo({ db }: DriveDeps, { workspaceId, convoyId, claim }: Trip): Promise<void> {
  await db.execute(
    sql`update runs set claim = null, lease_until = null where workspace_id = ${workspaceId} and convoy_id = ${convoyId} and ended_at is null and claim = ${claim}`,
  );
}

/** Nobody looks at these for a second: the matcher is behind them. Their due time stays, as it is what the matcher has to pass. */
export async function holdOn(
  { db, clock }: DriveDeps,
  { workspaceId, convoyId, claim }: Trip,
  held: readonly Claimed[],
): Promise<void> {
  if (held.length === 0) return;
  await db.execute(sql`
    update runs set claim = ${newId()}, lease_until = ${clock.sql} + interval '1 second', claims = greatest(claims - 1, 0)
    where workspace_id = ${workspaceId} and convoy_id = ${convoyId} and ended_at is null and claim = ${claim} and id = any(${sql.param(held.map(({ run }) => run.id))}::uuid[])`);
}
