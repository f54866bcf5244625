import type { Instant, JourneyId, ProfileId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { epochMs, records, type Transaction } from '../database/index.ts';

/** Somebody of a crowd, with what decides whether and how they enter. */
export interface Arriving {
  readonly id: ProfileId;
  readonly timeZone: string;
  readonly lastEnteredAt: Instant | undefined;
  /** Of the journey's holdout, as it was drawn for them before. */
  readonly arm: string | undefined;
}
interface Row {
  readonly [column: string]: unknown;
  readonly id: ProfileId;
  readonly time_zone: string;
  readonly last_entered_at: string | null;
  readonly arm: string | null;
}

/** Locks these people in the order of their ids, as the matcher does, then reads. Who has become another meanwhile is not among them. */
export async function lockArriving(
  tx: Transaction,
  { workspaceId, journeyId }: { readonly workspaceId: WorkspaceId; readonly journeyId: JourneyId },
  ids: readonly ProfileId[],
): Promise<readonly Arriving[]> {
  if (ids.length === 0) return [];
  const given = records(
    'given',
    ids.map((id) => ({ id })),
    { id: 'uuid' },
  );
  await tx.execute(
    sql`select p.id from profiles p where p.workspace_id = ${workspaceId} and p.id in (select id from ${given}) order by p.id for no key update of p`,
  );
  const rows = await tx.execute<Row>(sql`
    select p.id, coalesce(p.time_zone, w.time_zone) as time_zone, ${epochMs(sql`r.last_entered_at`)} as last_entered_at, a.arm
    from ${given} join profiles p on p.workspace_id = ${workspaceId} and p.id = given.id and p.merged_into is null
    join workspaces w on w.id = p.workspace_id
    left join entry_records r on r.workspace_id = p.workspace_id and r.profile_id = p.id and r.journey_id = ${journeyId} and r.entry_key = ''
    left join assignments a on a.workspace_id = p.workspace_id and a.profile_id = p.id and a.journey_id = ${journeyId} and a.step = 'entry'
    order by p.id`);
  return rows.map(({ id, time_zone, last_entered_at, arm }) => ({
    id,
    timeZone: time_zone,
    lastEnteredAt: last_entered_at === null ? undefined : Number(last_entered_at),
    arm: arm ?? undefined,
  }));
}
