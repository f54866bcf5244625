import { grouped, type JsonObject } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Context } from '../access/index.ts';
import { containing, type PageOf, records, type SearchPage } from '../database/index.ts';
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
export async function recentEvents(context: Context, { q, before, limit }: SearchPage) {
  const { db, workspaceId } = context;
  const pattern = containing(q);
  const rows = await db.execute<EventRow>(sql`
    select e.*, p.attributes from events e left join profiles p on p.workspace_id = e.workspace_id and p.id = e.profile_id
    where e.workspace_id = ${workspaceId} ${pattern === undefined ? sql`` : sql`and e.name ilike ${pattern}`} ${before === undefined ? sql`` : sql`and e.id < ${before}`}
    order by e.id desc limit ${limit}`);
  const moved = await movedBy(context, rows);
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
    moved: (moved.get(row.id) ?? []).map(({ journey_id, journey_name, run_id, what }) => ({
      journeyId: journey_id,
      journeyName: journey_name,
      runId: run_id,
      what,
    })),
  }));
}

/** Looked for among the runs of whoever the event was of, and of those who became that person. */
async function movedBy({ db, workspaceId }: Context, events: readonly EventRow[]) {
  const of = events.flatMap(({ id, profile_id }) => (profile_id === null ? [] : [{ id, profileId: profile_id }]));
  const moved = await db.execute<MovedRow>(sql`
    with listed as (
      select given.id, p.id as profile_id from ${records('given', of, { id: 'uuid', profileId: 'uuid' })}
      join profiles p on p.workspace_id = ${workspaceId} and (p.id = given.profile_id or p.merged_into = given.profile_id)
    )
    select x.event_id, r.journey_id, j.name as journey_name, r.id as run_id, x.what from (
      select listed.id as event_id, r.profile_id, r.id as run_id, 'entered' as what
      from listed join runs r on r.workspace_id = ${workspaceId} and r.profile_id = listed.profile_id and r.entry_event_id = listed.id
      union all select listed.id, x.profile_id, x.run_id, case x.kind when 'goal' then 'reached the goal' else 'left' end
      from listed join run_exits x on x.workspace_id = ${workspaceId} and x.profile_id = listed.profile_id and x.event_id = listed.id
      union all select listed.id, w.profile_id, w.run_id, 'ended a wait'
      from listed join waits w on w.workspace_id = ${workspaceId} and w.profile_id = listed.profile_id and w.closed_by = listed.id
    ) x join runs r on r.workspace_id = ${workspaceId} and r.profile_id = x.profile_id and r.id = x.run_id
    join journeys j on j.workspace_id = r.workspace_id and j.id = r.journey_id`);
  return grouped<MovedRow, string>(moved, ({ event_id }) => event_id);
}

/** Events that were refused, with the reason, the latest first. */
export async function rejectedEvents({ db, workspaceId }: Context, { before, limit }: PageOf) {
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
    where r.workspace_id = ${workspaceId} ${before === undefined ? sql`` : sql`and r.id < ${before}`}
    order by r.id desc limit ${limit}`);
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
