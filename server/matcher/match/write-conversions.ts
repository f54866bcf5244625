import type { JourneyId, JourneyVersionId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';
import { addToCount } from '../../tables/index.ts';
import type { Converted } from './decided.ts';

/** The first event by its own time is a run's conversion, whichever came first. A conversion that ends its run is counted by `drive` when it ends. */
export async function writeConversions(
  tx: Transaction,
  workspaceId: WorkspaceId,
  conversions: readonly Converted[],
): Promise<void> {
  if (conversions.length === 0) return;
  const rows = conversions.map(({ run, goal, event, value, ends }) => ({
    profileId: run.profileId,
    runId: run.id,
    goal,
    journeyId: run.journeyId,
    versionId: run.versionId,
    eventId: event.id,
    value,
    at: event.at,
    ends,
  }));
  const inserted = await tx.execute<{ run_id: string; goal: number; is_new: boolean }>(sql`
    insert into conversions (workspace_id, profile_id, run_id, goal, journey_id, journey_version_id, event_id, value, at)
    select ${workspaceId}, profile_id, run_id, goal, journey_id, version_id, event_id, value, at
    from ${records('given', rows, {
      profileId: 'uuid',
      runId: 'uuid',
      goal: 'integer',
      journeyId: 'uuid',
      versionId: 'uuid',
      eventId: 'uuid',
      value: 'numeric',
      at: 'instant',
      ends: 'boolean',
    })}
    on conflict (workspace_id, profile_id, run_id, goal) do update
    set event_id = excluded.event_id, value = excluded.value, at = excluded.at where excluded.at < conversions.at
    returning run_id, goal, xmax = 0 as is_new`);
  const fresh = new Set(inserted.filter(({ is_new }) => is_new).map(({ run_id, goal }) => `${run_id} ${goal}`));
  await countConverted(
    tx,
    workspaceId,
    conversions.filter(({ run, goal, ends }) => !ends && fresh.has(`${run.id} ${goal}`)),
  );
}

interface Count {
  readonly journeyId: JourneyId;
  readonly versionId: JourneyVersionId;
  readonly by: number;
}

async function countConverted(
  tx: Transaction,
  workspaceId: WorkspaceId,
  converted: readonly Converted[],
): Promise<void> {
  const counts = new Map<JourneyVersionId, Count>();
  for (const {
    run: { journeyId, versionId },
  } of converted)
    counts.set(versionId, { journeyId, versionId, by: (counts.get(versionId)?.by ?? 0) + 1 });
  if (counts.size === 0) return;
  await tx.execute(sql`
    insert into counters (workspace_id, journey_id, journey_version_id, step, kind, port, shard, count)
    select ${workspaceId}, journey_id, version_id, 'entry', 'converted', '', 0, by
    from ${records('given', [...counts.values()], { journeyId: 'uuid', versionId: 'uuid', by: 'bigint' })} order by version_id
    ${addToCount}`);
}
