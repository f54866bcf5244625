import type { Sql } from 'postgres';
import type { Bed } from '../bed/bed.ts';
import { since } from '../frame/cpu.ts';
import type { Figure, Unit } from '../frame/figure.ts';
import type { Handled } from '../frame/row.ts';

/** Postgres' sessions tell what they have read when they rest. */
const TOLD_MS = 1_200;

/** What was worked while something was measured, per thousand of what it handled. The machine's mood changes times; it hardly changes these. */
export async function working<Result>(
  bed: Bed,
  { count, of }: Handled,
  measure: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly work: readonly Figure[] }> {
  const { sql } = await bed.wend();
  const [before, blocks] = [await bed.cpu(), await blocksTouched(sql)];
  const result = await measure();
  const used = since(before, await bed.cpu());
  await new Promise((told) => setTimeout(told, TOLD_MS));
  const touched = (await blocksTouched(sql)) - blocks;
  const per = (unit: 's' | 'blocks'): Unit => `${unit}/1,000 ${of}`;
  const figure = (what: string, value: number, unit: Unit): Figure => ({
    of: what,
    value: value / (count / 1_000),
    unit,
  });
  return {
    result,
    work: [
      figure('CPU of Postgres', used.Postgres, per('s')),
      figure('CPU of our processes', used.Wend, per('s')),
      figure('blocks that Postgres touched', touched, per('blocks')),
    ],
  };
}

async function blocksTouched(sql: Sql): Promise<number> {
  const [row] = await sql<{ blocks: string }[]>`
    select blks_hit + blks_read as blocks from pg_stat_database where datname = current_database()`;
  return Number(row?.blocks ?? 0);
}
