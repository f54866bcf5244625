import { grouped, type JsonObject, type WorkspaceId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Context } from '../access/index.ts';
import { anyObject, id, moment } from '../answers/index.ts';
import { containing, type PageOf, records, type SearchPage } from '../database/index.ts';
import type { EventType, ValueShape } from '../tables/index.ts';
import { eventType } from './event-type.ts';
import { iso } from './iso.ts';
import { person, personOf } from './person.ts';

const moves = ['entered', 'reached the goal', 'left', 'ended a wait'] as const;

export const receivedEvent = z
  .object({
    id,
    name: z.string(),
    type: eventType,
    at: moment.meta({ description: "The event's own time, corrected for the sender's clock" }),
    receivedAt: moment,
    properties: anyObject('As they were sent'),
    historical: z.boolean().meta({ description: 'Too old or imported: it is counted, and moves nobody' }),
    fromTheFuture: z.boolean().meta({ description: 'Sent with a time ahead of ours, and taken as of when it came' }),
    profileId: id.exactOptional().meta({ description: 'Absent until it is known of whom it is' }),
    person: person.exactOptional(),
    moved: z
      .array(z.object({ journeyId: id, journeyName: z.string(), runId: id, what: z.enum(moves) }))
      .readonly()
      .meta({ description: 'Whom it moved in which journey' }),
  })
  .meta({ id: 'Event' });
export type ReceivedEvent = z.infer<typeof receivedEvent>;

export const rejectedEvent = z
  .object({
    id,
    at: moment,
    source: z.string().meta({ description: 'The name of the source that sent it' }),
    reason: z.string(),
    excerpt: z.string().meta({ description: 'The beginning of what was sent' }),
    field: z.string().exactOptional(),
  })
  .meta({ id: 'RejectedEvent' });
export type RejectedEvent = z.infer<typeof rejectedEvent>;

const shapes = ['text', 'number', 'yes-no', 'time'] satisfies ValueShape[];
const shaped = z
  .array(
    z.object({
      path: z.string(),
      shape: z.enum(shapes).exactOptional().meta({ description: 'What its values are; absent for lists and objects' }),
    }),
  )
  .readonly();

export const seenNames = z
  .object({
    events: z.array(z.object({ name: z.string(), properties: shaped })).readonly(),
    attributes: shaped,
    segments: z
      .array(z.object({ id, name: z.string() }))
      .readonly()
      .meta({ description: 'Those that are not archived' }),
    topics: z.array(z.object({ key: z.string(), name: z.string() })).readonly(),
  })
  .meta({ id: 'SeenNames', description: 'The names that the workspace has seen, each with what its values are' });
export type SeenNames = z.infer<typeof seenNames>;

interface EventRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly name: string;
  readonly type: EventType;
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
  readonly what: (typeof moves)[number];
}
interface NameRow {
  readonly [column: string]: unknown;
  readonly kind: string;
  readonly event: string;
  readonly name: string;
  readonly shape: ValueShape | null;
}

/** What came in lately, and whom each event moved. */
export async function recentEvents(
  context: Context,
  { q, before, limit }: SearchPage,
): Promise<readonly ReceivedEvent[]> {
  const { db, workspaceId } = context;
  const pattern = containing(q);
  const page = sql`${before === undefined ? sql`` : sql`and e.id < ${before}`} order by e.id desc limit ${limit}`;
  const latest =
    pattern === undefined
      ? sql`select e.id from events e where e.workspace_id = ${workspaceId} ${page}`
      : ofNames(workspaceId, pattern, page);
  const rows = await db.execute<EventRow>(sql`
    select e.*, p.attributes from events e left join profiles p on p.workspace_id = e.workspace_id and p.id = e.profile_id
    where e.workspace_id = ${workspaceId} and e.id in (${latest}) ${page}`);
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

/**
 * The latest of each name that fits. Names are found by leaping from one to the next in their index: a search for what came a few times,
 * long ago, reads no more than one for what comes all the time.
 */
function ofNames(workspaceId: WorkspaceId, pattern: string, page: SQL): SQL {
  return sql`
    with recursive names as (
      (select name from events where workspace_id = ${workspaceId} order by name limit 1)
      union all
      select (select e.name from events e where e.workspace_id = ${workspaceId} and e.name > names.name order by e.name limit 1) from names where names.name is not null
    )
    select found.id from names cross join lateral (
      select e.id from events e where e.workspace_id = ${workspaceId} and e.name = names.name ${page}
    ) found where names.name ilike ${pattern}`;
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
export async function rejectedEvents(
  { db, workspaceId }: Context,
  { before, limit }: PageOf,
): Promise<readonly RejectedEvent[]> {
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
export async function readSchema({ db, workspaceId }: Context): Promise<SeenNames> {
  const names = await db.execute<NameRow>(sql`
    select kind, event, name, shape from event_names where workspace_id = ${workspaceId} order by kind, event, name limit 5000`);
  const topics = await db.execute<{ key: string; name: string }>(
    sql`select key, name from topics where workspace_id = ${workspaceId} order by name`,
  );
  const segments = await db.execute<{ id: string; name: string }>(
    sql`select id, name from segments where workspace_id = ${workspaceId} and archived_at is null order by name, id`,
  );
  const kinds = grouped<NameRow, string>(names, ({ kind }) => kind);
  const properties = grouped(kinds.get('property') ?? [], ({ event }) => event);
  const withShapes = (rows: readonly NameRow[] = []) =>
    rows.map(({ name, shape }) => ({ path: name, ...(shape === null ? {} : { shape }) }));
  return {
    events: (kinds.get('event') ?? []).map(({ name }) => ({ name, properties: withShapes(properties.get(name)) })),
    attributes: withShapes(kinds.get('attribute')),
    segments: [...segments],
    topics: [...topics],
  };
}
