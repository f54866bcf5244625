import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import type { Reading } from '../database/index.ts';
import { readLate } from './late.ts';
import { POOLS, type RoleMetrics } from './metrics.ts';
import { answered } from './vital-signs.ts';

const PATIENCE_MS = 1_500;

/** What only the database knows, of all workspaces together. */
export function systemMetrics(metrics: RoleMetrics, db: Reading, clock: Clock): void {
  const late = () => answered(readLate(db, clock), PATIENCE_MS);
  metrics.gauge('wend_late_seconds', 'How late the oldest is, in the workspace that is latest', 'what', async () => {
    const all = await late();
    const most = (of: readonly number[]): number => Math.max(0, ...of) / 1_000;
    return (
      all && {
        event: most(all.map(({ eventsMs }) => eventsMs)),
        run: most(all.map(({ runsMs }) => runsMs)),
        message: most(all.map(({ messagesMs }) => messagesMs)),
      }
    );
  });
  metrics.gauge('wend_parked', 'What stands aside until somebody tries it again', 'what', async () => {
    const all = await late();
    const sum = (of: readonly number[]): number => of.reduce((total, one) => total + one, 0);
    return (
      all && {
        run: sum(all.map(({ parkedRuns }) => parkedRuns)),
        event: sum(all.map(({ parkedEvents }) => parkedEvents)),
      }
    );
  });
  metrics.gauge('wend_queued_events', 'Events that are still to be learned or matched', 'stage', async () => ({
    learn: 0,
    match: 0,
    ...(await counted(
      db,
      sql`select stage as label, count(*)::int as n from event_queue where parked_at is null group by 1`,
    )),
  }));
  metrics.gauge('wend_convoys', 'Convoys under way', 'phase', async () => ({
    forming: 0,
    started: 0,
    driving: 0,
    ...(await counted(
      db,
      sql`select c.phase as label, count(*)::int as n from workspaces w join convoys c on c.workspace_id = w.id and c.phase <> 'done' group by 1`,
    )),
  }));
  // By what Postgres says of them, so that all processes are seen, also those that hang. Whoever asks is not counted.
  const connections = (which: ReturnType<typeof sql>) =>
    counted(
      db,
      sql`select substr(application_name, ${POOLS.length + 1}::int) as label, count(*) filter (where ${which})::int as n from pg_stat_activity
        where datname = current_database() and starts_with(application_name, ${POOLS}) and pid <> pg_backend_pid() group by 1`,
    );
  metrics.gauge('wend_pool_connections', 'Open connections, by role and pool', 'pool', () => connections(sql`true`));
  metrics.gauge('wend_pool_connections_in_use', 'Those at work or in a transaction, by role and pool', 'pool', () =>
    connections(sql`state <> 'idle'`),
  );
}

async function counted(db: Reading, statement: ReturnType<typeof sql>): Promise<Readonly<Record<string, number>>> {
  const rows = await answered(Promise.resolve(db.execute<{ label: string; n: number }>(statement)), PATIENCE_MS);
  if (!rows) throw new Error('The database does not answer');
  return Object.fromEntries(rows.map(({ label, n }) => [label, n]));
}
