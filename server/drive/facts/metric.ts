import { durationMs, type MetricFact } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { timestamp } from '../../database/index.ts';
import type { FactReader } from './context.ts';

/** One rate of the journey, the same for all of its runs: delivered ÷ sent, human clickers ÷ delivered, converters ÷ entered. */
export const metricFact: FactReader<'metric'> = async ({ db, workspaceId, now }, { metric }, runs) => {
  const journeyId = runs[0]?.journeyId;
  if (journeyId === undefined) return [];
  const since = timestamp(now - durationMs(metric.within));
  const scope = metric.step === undefined ? sql`` : sql`and m.step = ${metric.step}`;
  const of = sql`from messages m where m.workspace_id = ${workspaceId} and m.journey_id = ${journeyId} and m.sending_at > ${since} and m.state in ('accepted', 'unknown') ${scope}`;
  const statement: Record<typeof metric.rate, SQL> = {
    delivery: sql`select count(m.delivered_at) as numerator, count(*) as denominator ${of}`,
    click: sql`select count(distinct m.profile_id) filter (where m.clicked_at is not null) as numerator, count(distinct m.profile_id) filter (where m.delivered_at is not null) as denominator ${of}`,
    conversion: sql`
      select count(distinct r.id) filter (where c.run_id is not null) as numerator, count(distinct r.id) as denominator
      from runs r left join conversions c on c.workspace_id = r.workspace_id and c.profile_id = r.profile_id and c.run_id = r.id
      where r.workspace_id = ${workspaceId} and r.journey_id = ${journeyId} and r.entered_at > ${since} and not r.holdout`,
  };
  const [row] = await db.execute<{ numerator: string; denominator: string }>(statement[metric.rate]);
  const fact: MetricFact = { numerator: Number(row?.numerator ?? 0), denominator: Number(row?.denominator ?? 0) };
  return runs.map(() => fact);
};
