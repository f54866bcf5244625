import { canonicalJson, type JourneyId, journeyDocument, type NodeTypes, validate } from '@wend/engine';
import { and, desc, eq, ilike, inArray, sql } from 'drizzle-orm';
import type { Context } from '../access/index.ts';
import { containing, type SearchPage } from '../database/index.ts';
import { type Journey, journeys, journeyVersions } from '../tables/index.ts';
import { findJourney } from './find-journey.ts';
import type { JourneyView, ListedJourney, VersionView } from './journey-view.ts';

interface Totals {
  readonly entered: number;
  readonly live: number;
  readonly converted: number;
  readonly spark: readonly number[];
}
const nothing: Totals = { entered: 0, live: 0, converted: 0, spark: Array<number>(14).fill(0) };

/** Journeys of the workspace, the last changed first, with what the list shows of each. */
export async function listJourneys(
  context: Context,
  { q, before, limit }: SearchPage,
): Promise<readonly ListedJourney[]> {
  const { db, workspaceId } = context;
  const pattern = containing(q);
  const named = pattern === undefined ? undefined : ilike(journeys.name, pattern);
  const changed = sql`(${journeys.draftUpdatedAt}, ${journeys.id})`;
  const later =
    before === undefined
      ? undefined
      : sql`${changed} < (select draft_updated_at, id from journeys where workspace_id = ${workspaceId} and id = ${before})`;
  const rows = await db
    .select()
    .from(journeys)
    .where(and(eq(journeys.workspaceId, workspaceId), named, later))
    .orderBy(desc(journeys.draftUpdatedAt), desc(journeys.id))
    .limit(limit);
  const versions = await numbersOfLive(context, rows);
  const totals = await totalsOf(context);
  return rows.map((journey) => ({
    id: journey.id,
    name: journey.name,
    state: journey.state,
    revision: journey.revision,
    updatedAt: new Date(journey.draftUpdatedAt).toISOString(),
    version: versions.get(journey.id),
    ...(totals.get(journey.id) ?? nothing),
    document: journeyDocument.parse(journey.draft),
  }));
}

async function numbersOfLive(
  { db, workspaceId }: Context,
  rows: readonly Journey[],
): Promise<ReadonlyMap<JourneyId, number>> {
  const live = rows.flatMap(({ liveVersionId }) => (liveVersionId === null ? [] : [liveVersionId]));
  if (live.length === 0) return new Map();
  const versions = await db
    .select({ journeyId: journeyVersions.journeyId, number: journeyVersions.number })
    .from(journeyVersions)
    .where(and(eq(journeyVersions.workspaceId, workspaceId), inArray(journeyVersions.id, live)));
  return new Map(versions.map(({ journeyId, number }) => [journeyId, number]));
}

async function totalsOf({ db, clock, workspaceId }: Context): Promise<ReadonlyMap<JourneyId, Totals>> {
  const counts = await db.execute<{ id: JourneyId; entered: number; ended: number }>(sql`
    select journey_id as id, coalesce(sum(count) filter (where kind = 'entered'), 0)::float8 as entered, coalesce(sum(count) filter (where kind = 'ended'), 0)::float8 as ended
    from counters where workspace_id = ${workspaceId} and step = 'entry' group by journey_id`);
  const conversions = await db.execute<{ id: JourneyId; converted: number }>(sql`
    select journey_id as id, count(distinct run_id)::int as converted from conversions where workspace_id = ${workspaceId} group by journey_id`);
  const days = await db.execute<{ id: JourneyId; ago: number; entered: number }>(sql`
    select j.id, days.ago, days.entered from journeys j cross join lateral (
      select floor(extract(epoch from ${clock.sql} - created_at) / 86400)::int as ago, count(*)::int as entered from runs
      where runs.workspace_id = ${workspaceId} and runs.journey_id = j.id and runs.created_at > ${clock.sql} - interval '14 days' group by 1
    ) days where j.workspace_id = ${workspaceId}`);
  const converted = new Map(conversions.map((row) => [row.id, row.converted]));
  return new Map(
    counts.map(({ id, entered, ended }) => {
      const spark = Array<number>(14).fill(0);
      for (const day of days) if (day.id === id && day.ago >= 0 && day.ago < 14) spark[13 - day.ago] = day.entered;
      return [id, { entered, live: entered - ended, converted: converted.get(id) ?? 0, spark }] as const;
    }),
  );
}

/** One journey with its draft, what is live of it, and what keeps the draft from being published. */
export async function readJourney(context: Context, nodeTypes: NodeTypes, id: JourneyId): Promise<JourneyView> {
  const journey = await findJourney(context, id);
  const [version] =
    journey.liveVersionId === null
      ? []
      : await context.db
          .select()
          .from(journeyVersions)
          .where(
            and(eq(journeyVersions.workspaceId, context.workspaceId), eq(journeyVersions.id, journey.liveVersionId)),
          );
  const draft = journeyDocument.parse(journey.draft);
  const live = version && {
    versionId: version.id,
    number: version.number,
    publishedAt: new Date(version.publishedAt).toISOString(),
    note: version.note,
    author: version.author,
    document: version.document,
  };
  return {
    id: journey.id,
    name: journey.name,
    state: journey.state,
    revision: journey.revision,
    draft,
    live,
    pausedAt: journey.pausedAt === null ? undefined : new Date(journey.pausedAt).toISOString(),
    hasChanges: version === undefined || isDifferent(draft, version.document),
    problems: validate(draft, nodeTypes),
  };
}

function isDifferent(a: object, b: object): boolean {
  return canonicalJson({ ...a }) !== canonicalJson({ ...b });
}

export async function listVersions(context: Context, id: JourneyId): Promise<readonly VersionView[]> {
  await findJourney(context, id);
  const { db, workspaceId } = context;
  const rows = await db
    .select()
    .from(journeyVersions)
    .where(and(eq(journeyVersions.workspaceId, workspaceId), eq(journeyVersions.journeyId, id)))
    .orderBy(desc(journeyVersions.number));
  const inside = await db.execute<{ id: string; running: number }>(sql`
    select journey_version_id as id, count(*)::int as running from runs
    where workspace_id = ${workspaceId} and journey_id = ${id} and ended_at is null group by 1`);
  const running = new Map(inside.map((row) => [row.id, row.running]));
  return rows.map(({ document, ...version }) => ({
    id: version.id,
    number: version.number,
    note: version.note,
    author: version.author,
    publishedAt: new Date(version.publishedAt).toISOString(),
    diff: version.diff,
    running: running.get(version.id) ?? 0,
    document,
  }));
}
