import type { EventId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Context, JourneyError, verb, type Work } from '../access/index.ts';
import { id, moment } from '../answers/index.ts';
import type { PageOf } from '../database/index.ts';
import { iso } from './iso.ts';
import { AT_ONCE, type Retried } from './retry-all.ts';

export const parkedEvent = z
  .object({
    id,
    name: z.string(),
    type: z.string(),
    receivedAt: moment,
    why: z.string().meta({ description: 'The fault that each try ended with' }),
  })
  .meta({ id: 'ParkedEvent' });
export type ParkedEvent = z.infer<typeof parkedEvent>;

interface Row {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly received_at: string;
  readonly error: string | null;
}

/** Events that could not be processed, however often it was tried; the latest first. */
export async function parkedEvents(
  { db, workspaceId }: Pick<Context, 'db' | 'workspaceId'>,
  { before, limit }: PageOf,
): Promise<readonly ParkedEvent[]> {
  const rows = await db.execute<Row>(sql`
    select e.id, e.name, e.type, e.received_at, q.error from event_queue q
    join events e on e.workspace_id = q.workspace_id and e.id = q.event_id
    where q.workspace_id = ${workspaceId} and q.parked_at is not null ${before === undefined ? sql`` : sql`and e.id < ${before}`}
    order by e.id desc limit ${limit}`);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    type: row.type,
    receivedAt: iso(row.received_at),
    why: row.error ?? '',
  }));
}

/** Processes an event that was set aside as if it came now. */
export const retryEvent = verb(
  { needs: 'act-on-person', action: 'event.retry' },
  async (work, eventId: EventId, hint: () => void) => {
    const count = await unpark(work, sql`event_id = ${eventId}`);
    if (count === 0) throw new JourneyError('not-found', 'No such event was set aside.');
    return { subject: `event:${eventId}`, answer: undefined, after: hint };
  },
);

/** The same for all of them. */
export const retryEvents = verb(
  { needs: 'act-on-person', action: 'event.retry-all' },
  async (work, hint: () => void) => {
    const first = sql`seq in (select seq from event_queue where workspace_id = ${work.workspaceId} and parked_at is not null order by seq limit ${AT_ONCE})`;
    const count = await unpark(work, first);
    const answer: Retried = { retried: count };
    return { subject: `workspace:${work.workspaceId}`, detail: { count }, answer, after: hint };
  },
);

/** Their place in the line is that of when they came, so that each is looked at before what came after it. */
async function unpark({ tx, workspaceId }: Work, which: SQL): Promise<number> {
  const rows = await tx.execute(sql`
    update event_queue set parked_at = null, error = null, attempts = 0
    where workspace_id = ${workspaceId} and parked_at is not null and ${which} returning seq`);
  return rows.length;
}
