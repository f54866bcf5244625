import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import { again, type Database, type Transaction } from '../database/index.ts';
import { askAllClocks } from './ask-clock.ts';
import { askEntrances } from './ask-entrances.ts';
import { endOfLife } from './epoch.ts';

/**
 * Brings every run back on a fresh Temporal server: a new epoch, all runs without convoy, a clock asked for in every workspace.
 * Drives and clocks of the old one answer `done` from now on. Answers the new epoch.
 */
export async function reseat(db: Database, clock: Clock): Promise<number> {
  return again(() => db.transaction((tx) => reseatIn(tx, clock)));
}

async function reseatIn(tx: Transaction, clock: Clock): Promise<number> {
  await tx.execute(sql`select ${endOfLife}`);
  const [row] = await tx.execute<{ epoch: number }>(sql`
      insert into system ("only", epoch) values (true, 2) on conflict ("only") do update set epoch = system.epoch + 1 returning epoch`);
  await tx.execute(sql`update convoys set phase = 'done', ended_at = ${clock.sql} where phase <> 'done'`);
  await tx.execute(sql`update runs set convoy_id = null where convoy_id is not null and ended_at is null`);
  await tx.execute(sql`delete from outbox`);
  await askEntrances(tx, clock, sql`true`);
  await askAllClocks(tx, clock);
  return row?.epoch ?? 1;
}
