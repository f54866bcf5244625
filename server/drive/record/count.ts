import { ENTRY, grouped, type JourneyId, type JourneyVersionId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';
import { addToCount, type CounterKind } from '../../tables/index.ts';
import type { Trip } from '../trip.ts';
import type { Moved } from '../walk-batch.ts';

export interface Counted {
  readonly journeyId: JourneyId;
  readonly journeyVersionId: JourneyVersionId;
  readonly step: string;
  readonly kind: CounterKind;
  readonly port?: string | undefined;
  readonly by: number;
}

const SHARDS = 8;

/** Adds to the live counts. Rows are touched in one order, so that two drives never wait for each other in a ring. */
export async function count(tx: Transaction, { workspaceId, claim }: Trip, counted: readonly Counted[]): Promise<void> {
  const sums = [
    ...grouped(counted, ({ journeyVersionId, step, kind, port = '' }) =>
      [journeyVersionId, step, kind, port].join(' '),
    ),
  ]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...rest]]) =>
      first ? [{ ...first, port: first.port ?? '', by: rest.reduce((sum, { by }) => sum + by, first.by) }] : [],
    )
    .filter(({ by }) => by !== 0);
  if (sums.length === 0) return;
  const shard = Number.parseInt(claim.slice(-2), 16) % SHARDS;
  await tx.execute(sql`
    insert into counters (workspace_id, journey_id, journey_version_id, step, kind, port, shard, count)
    select ${workspaceId}, journey_id, journey_version_id, step, kind, port, ${shard}::smallint, by
    from ${records('given', sums, { journeyId: 'uuid', journeyVersionId: 'uuid', step: 'text', kind: 'text', port: 'text', by: 'bigint' })}
    ${addToCount}`);
}

/** What the walk of one run adds to the counts. */
export function countsOf({ claimed: { run }, walked }: Moved): readonly Counted[] {
  const of = (step: string, kind: CounterKind, by = 1, port?: string): Counted => ({
    journeyId: run.journeyId,
    journeyVersionId: run.journeyVersionId,
    step,
    kind,
    by,
    port,
  });
  const counts: Counted[] = [];
  if (run.step === ENTRY) counts.push(of(ENTRY, 'entered'));
  else counts.push(of(run.step, 'resting', -1));
  for (const { step, n, left } of walked.visits) {
    if (step === ENTRY) continue;
    const isOld = step === run.step && n === run.visit;
    if (!isOld) counts.push(of(step, 'arrived'));
    if (left) counts.push(of(step, 'left', 1, left.port ?? ''));
  }
  if (walked.rest.kind === 'end') counts.push(of(ENTRY, 'ended'));
  else counts.push(of(walked.run.step, 'resting'));
  return counts;
}
