import type { ConvoyId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import { records, type Transaction } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import { CONVOY_SIZE } from './contract.ts';
import { inThisLife, presentEpoch } from './epoch.ts';

interface Seats {
  readonly id: ConvoyId;
  readonly size: number;
}

/**
 * A convoy for each of `count` runs, in order: the youngest one that is still forming, then new ones with their outbox row.
 * The forming one stays locked until the commit, so that it cannot start without these runs.
 */
export async function seatsFor(
  tx: Transaction,
  clock: Clock,
  workspaceId: WorkspaceId,
  count: number,
): Promise<readonly ConvoyId[]> {
  if (count === 0) return [];
  const joined = await joinForming(tx, workspaceId, count);
  const founded = foundingFor(count - (joined?.size ?? 0));
  await found(tx, clock, workspaceId, founded);
  return [...(joined ? [joined] : []), ...founded].flatMap(({ id, size }) => Array<ConvoyId>(size).fill(id));
}

async function joinForming(tx: Transaction, workspaceId: WorkspaceId, count: number): Promise<Seats | undefined> {
  const [row] = await tx.execute<{ id: ConvoyId; joined: number }>(sql`
    with life as materialized (select ${inThisLife}),
    forming as (
      select workspace_id, id, least(${CONVOY_SIZE} - size, ${count}::int) as joined from convoys
      where exists (select from life) and workspace_id = ${workspaceId} and phase = 'forming' and size < ${CONVOY_SIZE} and epoch = ${presentEpoch}
      order by created_at desc limit 1 for update skip locked
    )
    update convoys set size = convoys.size + forming.joined from forming
    where convoys.workspace_id = forming.workspace_id and convoys.id = forming.id
    returning convoys.id, forming.joined`);
  return row && { id: row.id, size: row.joined };
}

function foundingFor(count: number): readonly Seats[] {
  const founded: Seats[] = [];
  for (let left = count; left > 0; left -= CONVOY_SIZE)
    founded.push({ id: newId<ConvoyId>(), size: Math.min(left, CONVOY_SIZE) });
  return founded;
}

async function found(tx: Transaction, clock: Clock, workspaceId: WorkspaceId, seats: readonly Seats[]): Promise<void> {
  if (seats.length === 0) return;
  const rows = seats.map(({ id, size }) => ({ id, size, outboxId: newId() }));
  await tx.execute(sql`
    with given as (select * from ${records('given', rows, { id: 'uuid', size: 'integer', outboxId: 'uuid' })}),
    founded as (
      insert into convoys (workspace_id, id, epoch, queue, size, created_at)
      select ${workspaceId}, id, ${presentEpoch}, 'small', size, ${clock.sql} from given
    )
    insert into outbox (workspace_id, id, kind, convoy_id, created_at)
    select ${workspaceId}, outbox_id, 'convoy', id, ${clock.sql} from given`);
}
