import { grouped, type JsonObject } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Context } from '../access/index.ts';
import { records } from '../database/index.ts';
import { iso } from './iso.ts';
import { personOf } from './person.ts';

interface EventRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly at: string;
  readonly received_at: string;
  readonly properties: JsonObject;
  readonly historical: boolean;
  readonly from_the_future: boolean;
  readonly profile_id: string | null;
  readonly attributes: JsonObject | null;
}
interface MovedRow {
  readonly [column: string]: unknown;
  readonly event_id: string;
  readonly journey_id: string;
  readonly journey_name: string;
  readonly run_id: string;
  readonly what: string;
}
interface NameRow {
  readonly [column: string]: unknown;
  readonly kind: string;
  readonly event: string;
  readonly name: string;
  readonly sample: string | null;
}

/** What came in lately, and whom each event moved. */
export async function recentEvents(
  { db, workspaceId }: Context,
  {
    q,
    before,
    limit,
  }: { readonly q?: string | undefined; readonly before?: string | undefined; readonly limit: number },
) {
  const rows = await db.execute<EventRow>(sql`
    select e.*, p.attributes from events e left join profiles p on p.workspace_id = e.workspace_id and p.id = e.profile_id
    where e.workspace_id = ${workspaceId} ${q === undefined || q === '' ? sql`` : sql`and e.name ilike ${`%${q}%`}`} ${before === undefined ? sql`` : sql`and e.id < ${before}`}
    order by e.id desc limit ${limit}`);
  const listed = records(
    'listed',
    rows.map(({ id }) => ({ id })),
    { id: 'uuid' },
  );
  const ids = sql`(select id from ${listed})`;
  const moved = await db.execute<MovedRow>(sql`
    select x.event_id, r.journey_id, j.name as journey_name, r.id as run_id, x.what from (
      select entry_event_id as event_id, profile_id, id as run_id, 'entered' as what from runs where workspace_id = ${workspaceId} and entry_event_id in ${ids}
      union all select event_id, profile_id, run_id, case kind when 'goal' then 'reached the goal' else 'left' end from run_exits where workspace_id = ${workspaceId} and event_id in ${ids}
      union all select event_id, profile_id, run_id, 'ended a wait' from wakes where workspace_id = ${workspaceId} and event_id in ${ids}
    ) x join runs r on r.workspace_id = ${workspaceId} and r.profile_id = x.profile_id and r.id = x.run_id
    join journeys j on j.workspace_id = r.workspace_id and j.id = r.journey_id`);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    type: row.type,
    at: iso(row.at),
    receivedAt: iso(row.received_at),
    properties: row.properties,
    historical: row.historical,
    fromTheFuture: row.from_the_future,
    ...(row.profile_id === null ? {} : { profileId: row.profile_id, person: personOf(row.attributes ?? {}) }),
    moved: moved
      .filter(({ event_id }) => event_id === row.id)
      .map(({ journey_id, journey_name, run_id, what }) => ({
        journeyId: journey_id,
        journeyName: journey_name,
        runId: run_id,
        what,
      })),
  }));
}

/** Events that were refused, with the reason, the latest first. */
export async function rejectedEvents({ db, workspaceId }: Context, limit: number) {
  const rows = await db.execute<{
    id: string;
    reason: string;
    field: string | null;
    excerpt: string;
    received_at: string;
    source: string;
  }>(sql`
    select r.id, r.reason, r.field, r.excerpt, r.received_at, s.name as source from rejected_events r
    join sources s on s.workspace_id = r.workspace_id and s.id = r.source_id
    where r.workspace_id = ${workspaceId} order by r.id desc limit ${limit}`);
  return rows.map((row) => ({
    id: row.id,
    at: iso(row.received_at),
    source: row.source,
    reason: row.reason,
    excerpt: row.excerpt,
    ...(row.field === null ? {} : { field: row.field }),
  }));
}

/** The names that pickers offer: events with their properties, attributes, topics. */
export async function readSchema({ db, workspaceId }: Context) {
  const names = await db.execute<NameRow>(sql`
    select kind, event, name, sample from event_names where workspace_id = ${workspaceId} order by kind, event, name limit 5000`);
  const topics = await db.execute<{ key: string; name: string }>(
    sql`select key, name from topics where workspace_id = ${workspaceId} order by name`,
  );
  const kinds = grouped<NameRow, string>(names, ({ kind }) => kind);
  const properties = grouped(kinds.get('property') ?? [], ({ event }) => event);
  const sampled = (rows: readonly NameRow[] = []) =>
    rows.map(({ name, sample }) => ({ path: name, ...(sample === null ? {} : { sample }) }));
  return {
    events: (kinds.get('event') ?? []).map(({ name }) => ({ name, properties: sampled(properties.get(name)) })),
    attributes: sampled(kinds.get('attribute')),
    topics: [...topics],
  };
}
