import { grouped, type JourneyId, type JourneyVersionId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Context } from '../access/index.ts';
import { moment } from '../answers/index.ts';
import { standing } from '../people/standing.ts';
import { readPresent } from '../trips/index.ts';

const count = z.int().min(0);
/** Of messages; absent where it never happened. */
const seldom = count.exactOptional();

const stepNumbers = z
  .object({
    arrived: count,
    resting: z.int().meta({ description: 'How many are there now' }),
    left: z.record(z.string(), count).meta({ description: 'How many left, by the way out that they took' }),
    sent: seldom,
    delivered: seldom,
    clicked: seldom,
    skipped: seldom.meta({ description: 'Messages that a gate held back and left out' }),
    rejected: seldom,
    unknown: seldom.meta({ description: 'Messages that the provider may have or not' }),
    ghost: seldom.meta({ description: 'Messages that would have gone to the comparison group' }),
  })
  .meta({ id: 'StepNumbers', description: "What became of a step's visitors and messages" });
export type StepNumbers = z.infer<typeof stepNumbers>;

export const numbers = z
  .object({
    asOf: moment,
    entered: count,
    inside: z.int(),
    converted: count.meta({ description: 'People who reached the goal' }),
    ended: count,
    parked: z.int().meta({ description: 'People whom a fault holds up' }),
    revenue: z.number().meta({ description: 'What their goals are worth' }),
    matcherBehindMs: z.number().meta({ description: 'How far what is shown here is behind what came in' }),
    steps: z.record(z.string(), stepNumbers).meta({ description: 'By step; `entry` for the entry' }),
  })
  .meta({ id: 'Numbers' });
export type Numbers = z.infer<typeof numbers>;

interface CounterRow {
  readonly [column: string]: unknown;
  readonly step: string;
  readonly kind: string;
  readonly port: string;
  readonly count: number;
}

/**
 * The live numbers of a journey, of one version or of all. Counts are kept by `drive` in the transactions that move people; whoever it has not
 * moved yet, as in a journey that is paused, has entered all the same.
 */
export async function journeyNumbers(
  { db, clock, workspaceId }: Context,
  journeyId: JourneyId,
  versionId?: JourneyVersionId,
): Promise<Numbers> {
  const scope = (table: string): SQL =>
    versionId === undefined ? sql`` : sql`and ${sql.identifier(table)}.journey_version_id = ${versionId}`;
  const isOfJourney = sql`r.workspace_id = ${workspaceId} and r.journey_id = ${journeyId} ${scope('r')}`;
  const rows = await db.execute<CounterRow>(sql`
    select step, kind, port, sum(count)::float8 as count from (
      select step, kind, port, count from counters
      where workspace_id = ${workspaceId} and journey_id = ${journeyId} ${scope('counters')}
      union all
      select 'entry', 'entered', '', count(*) from (${standing(isOfJourney, 'entry')}) at_entry
    ) counted group by step, kind, port`);
  const [held] = await db.execute<{ parked: number }>(sql`
    select count(*)::int as parked from runs r where ${isOfJourney} and r.is_parked`);
  const [money] = await db.execute<{ revenue: number | null; converted: number }>(sql`
    select sum(value)::float8 as revenue, count(distinct run_id)::int as converted from conversions
    where workspace_id = ${workspaceId} and journey_id = ${journeyId} ${scope('conversions')}`);
  const {
    now,
    watermarks: { oldest },
  } = await readPresent(db, clock, workspaceId);
  const of = (kind: string): number => rows.find((row) => row.step === 'entry' && row.kind === kind)?.count ?? 0;
  return {
    asOf: new Date(now).toISOString(),
    entered: of('entered'),
    inside: of('entered') - of('ended'),
    ended: of('ended'),
    parked: held?.parked ?? 0,
    converted: money?.converted ?? 0,
    revenue: money?.revenue ?? 0,
    matcherBehindMs: oldest === undefined ? 0 : Math.max(0, now - oldest),
    steps: Object.fromEntries([...grouped(rows, ({ step }) => step)].map(([step, own]) => [step, numbersOf(own)])),
  };
}

const messageKinds = ['sent', 'delivered', 'clicked', 'skipped', 'rejected', 'unknown', 'ghost'] as const;

function numbersOf(rows: readonly CounterRow[]): StepNumbers {
  const of = (kind: string): number => rows.find((row) => row.kind === kind)?.count ?? 0;
  const left = Object.fromEntries(rows.filter(({ kind }) => kind === 'left').map(({ port, count }) => [port, count]));
  const messages = messageKinds.filter((kind) => of(kind) > 0).map((kind) => [kind, of(kind)]);
  return { arrived: of('arrived'), resting: of('resting'), left, ...Object.fromEntries(messages) };
}
