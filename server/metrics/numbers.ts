import { grouped, type JourneyId, type JourneyVersionId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../access/index.ts';
import { readPresent } from '../trips/index.ts';

/** What became of a step's visitors and messages. Absent where it never happened. */
export interface StepNumbers {
  readonly arrived: number;
  readonly resting: number;
  readonly left: Readonly<Record<string, number>>;
  readonly sent?: number;
  readonly delivered?: number;
  readonly clicked?: number;
  readonly skipped?: number;
  readonly rejected?: number;
  readonly unknown?: number;
  readonly ghost?: number;
}

export interface Numbers {
  readonly asOf: string;
  readonly entered: number;
  readonly inside: number;
  readonly converted: number;
  readonly ended: number;
  readonly revenue: number;
  /** How far the matcher is behind, ms; 0 when it is not. */
  readonly matcherBehindMs: number;
  readonly steps: Readonly<Record<string, StepNumbers>>;
}

interface CounterRow {
  readonly [column: string]: unknown;
  readonly step: string;
  readonly kind: string;
  readonly port: string;
  readonly count: number;
}

/** The live numbers of a journey, of one version or of all. Counts are kept by `drive` in the transactions that move people. */
export async function journeyNumbers(
  { db, clock, workspaceId }: Context,
  journeyId: JourneyId,
  versionId?: JourneyVersionId,
): Promise<Numbers> {
  const scope = (table: string): SQL =>
    versionId === undefined ? sql`` : sql`and ${sql.identifier(table)}.journey_version_id = ${versionId}`;
  const rows = await db.execute<CounterRow>(sql`
    select step, kind, port, sum(count)::float8 as count from counters
    where workspace_id = ${workspaceId} and journey_id = ${journeyId} ${scope('counters')} group by step, kind, port`);
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
    converted: money?.converted ?? 0,
    revenue: money?.revenue ?? 0,
    matcherBehindMs: oldest === undefined ? 0 : Math.max(0, now - oldest),
    steps: Object.fromEntries([...grouped(rows, ({ step }) => step)].map(([step, own]) => [step, stepNumbers(own)])),
  };
}

const messageKinds = ['sent', 'delivered', 'clicked', 'skipped', 'rejected', 'unknown', 'ghost'] as const;

function stepNumbers(rows: readonly CounterRow[]): StepNumbers {
  const of = (kind: string): number => rows.find((row) => row.kind === kind)?.count ?? 0;
  const left = Object.fromEntries(rows.filter(({ kind }) => kind === 'left').map(({ port, count }) => [port, count]));
  const messages = messageKinds.filter((kind) => of(kind) > 0).map((kind) => [kind, of(kind)]);
  return { arrived: of('arrived'), resting: of('resting'), left, ...Object.fromEntries(messages) };
}
