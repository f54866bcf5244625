import {
  durationMs,
  type EventsFact,
  type Instant,
  type JsonObject,
  numberOf,
  type PersonEvent,
  propertyOf,
  type RunView,
} from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { epochMs, records, timestamp } from '../../database/index.ts';
import type { FactContext, FactReader, RequestOf } from './context.ts';
import { presentPerson } from './present-person.ts';

interface EventRow {
  readonly [column: string]: unknown;
  readonly run_id: string;
  readonly at: string;
  readonly properties: JsonObject;
}
interface Totals {
  readonly [column: string]: unknown;
  readonly run_id: string;
  readonly count: string;
  readonly sum: number | null;
  readonly last_at: string | null;
}

/** Events of the person in the window, by their own time, up to now. Filtered ones are judged here, all others counted by Postgres. */
export const eventsFact: FactReader<'events'> = async (context, request, runs) => {
  const found = request.where?.length ? await judged(context, request, runs) : await totalled(context, request, runs);
  return runs.map((run) => found.get(run.id) ?? { count: 0, sum: 0 });
};

async function totalled(
  { db, workspaceId, now }: FactContext,
  request: RequestOf<'events'>,
  runs: readonly RunView[],
): Promise<Map<string, EventsFact>> {
  const amount = request.sum === undefined ? sql`0` : amountAt(request.sum);
  const rows = await db.execute<Totals>(sql`
    select run_id, count(*) as count, sum(${amount})::float8 as sum,
      ${epochMs(sql`max(e.at)`)} as last_at
    from ${windowed(request, runs, now)} join events e on ${inWindow(workspaceId, request.event, now)}
    group by run_id`);
  return new Map(
    rows.map((row) => [
      row.run_id,
      { count: Number(row.count), sum: row.sum ?? 0, ...(row.last_at === null ? {} : { lastAt: Number(row.last_at) }) },
    ]),
  );
}

async function judged(
  { db, judge, workspaceId, now }: FactContext,
  request: RequestOf<'events'>,
  runs: readonly RunView[],
): Promise<Map<string, EventsFact>> {
  const rows = await db.execute<EventRow>(sql`
    select run_id, ${epochMs(sql`e.at`)} as at, e.properties
    from ${windowed(request, runs, now)} join events e on ${inWindow(workspaceId, request.event, now)} order by e.at`);
  const found = new Map<string, EventsFact>();
  for (const row of rows) {
    const event: PersonEvent = { name: request.event, properties: row.properties, at: Number(row.at) };
    if (!request.where?.every((test) => judge.property(test, event, now))) continue;
    const before = found.get(row.run_id) ?? { count: 0, sum: 0 };
    found.set(row.run_id, { count: before.count + 1, sum: before.sum + valueOf(event, request.sum), lastAt: event.at });
  }
  return found;
}

function windowed(request: RequestOf<'events'>, runs: readonly RunView[], now: Instant) {
  const start = request.within === undefined ? Number.NEGATIVE_INFINITY : now - durationMs(request.within);
  const rows = runs.map(({ id, profileId, enteredAt }) => ({
    runId: id,
    profileId,
    since: Math.max(start, request.since === 'entry' ? enteredAt : Number.NEGATIVE_INFINITY),
  }));
  return records(
    'given',
    rows.map((row) => ({ ...row, since: Number.isFinite(row.since) ? row.since : undefined })),
    { runId: 'uuid', profileId: 'uuid', since: 'instant' },
  );
}

function inWindow(workspaceId: string, event: string, now: Instant) {
  return sql`e.workspace_id = ${workspaceId} and e.profile_id = ${presentPerson(workspaceId, sql`given.profile_id`)} and e.name = ${event}
    and (given.since is null or e.at > given.since) and e.at <= ${timestamp(now)}`;
}

function valueOf(event: PersonEvent, path: string | undefined): number {
  return path === undefined ? 0 : (numberOf(propertyOf(event, path)) ?? 0);
}

/** `numberOf(propertyOf(event, path))` in SQL: a number, or a decimal one written as text; null where there is none. */
function amountAt(path: string): SQL {
  const keys = sql`${sql.param(path.split('.'))}::text[]`;
  const whole = sql`jsonb_build_object('name', e.name, 'at', extract(epoch from e.at) * 1000, 'properties', e.properties)`;
  const value = sql`coalesce(nullif(${whole} #> ${keys}, 'null'), e.properties #> ${keys})`;
  return sql`case jsonb_typeof(${value}) when 'number' then (${value})::float8
    when 'string' then case when length(${value} #>> '{}') <= 40 and ${value} #>> '{}' ~ '^\\s*[+-]?(\\d+(\\.\\d*)?|\\.\\d+)\\s*$' then (${value} #>> '{}')::float8 end end`;
}
