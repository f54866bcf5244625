import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkout } from '../../harness/started.ts';
import { Bed } from '../bed/bed.ts';
import { amount, type Figure, inWords } from '../frame/figure.ts';
import { keepResult } from '../frame/keep.ts';
import { machineKind } from '../frame/machine.ts';
import type { Row } from '../frame/row.ts';
import { putBetweenMarks } from '../frame/table.ts';
import { crowd } from '../rows/crowd.ts';
import { intake } from '../rows/intake.ts';
import { machine } from '../rows/machine.ts';
import { one } from '../rows/one.ts';
import { trickle } from '../rows/trickle.ts';
import { beginHistory } from './history/people.ts';
import { pagesRow } from './pages.ts';
import { type Stage, stagesOf } from './stages.ts';
import { type Grown, type GrowthSitting, growthMarks, growthTable, HOLD, ratio } from './table.ts';
import { working } from './work.ts';

const page = join(checkout, 'ARCHITECTURE.md');
const say = (line: string): void => console.log(line);

/** Those that a grown database could slow, the journeys of the last one stopped after it. */
const rows: readonly Row[] = [machine, one, crowd, intake, pagesRow, trickle];
/** What is made is 700 days old: the sweep looks for what is older, and finds nothing. */
const KEEP_DAYS = '800';

const options = { scale: { type: 'string', default: '1' }, ends: { type: 'boolean', default: false } } as const;

/**
 * The bench's rows in a small database, and again as it grows. `--scale 0.1` makes all that grows a tenth, `--ends` measures the smallest and
 * the largest alone, and rows may be named; each of these leaves the page alone.
 */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const scale = Number(values.scale);
  const unknown = positionals.find((name) => rows.every((row) => row.name !== name));
  if (!(scale > 0 && scale <= 1) || unknown !== undefined) {
    console.error(
      `wend: --scale is a number above 0, at most 1, and the rows are ${rows.map(({ name }) => name).join(', ')}.`,
    );
    return 1;
  }
  const chosen = positionals.length === 0 ? rows : rows.filter(({ name }) => positionals.includes(name));
  const sitting = await sit(stagesOf(scale), chosen, values.ends);
  await keepResult('growth', sitting, say);
  if (scale === 1 && chosen.length === rows.length && !values.ends)
    await writeFile(page, putBetweenMarks(await readFile(page, 'utf8'), growthMarks, growthTable(sitting)));
  else say(growthTable(sitting));
  return 0;
}

async function sit(stages: readonly Stage[], chosen: readonly Row[], endsOnly: boolean): Promise<GrowthSitting> {
  // Whatever is running ends with this process.
  process.once('SIGINT', () => process.exit(130));
  const bed = await Bed.make({ WEND_KEEP_DAYS: KEEP_DAYS });
  try {
    await warmUp(bed);
    const measured: (readonly Grown[])[] = [];
    const looked = endsOnly ? stages.filter((_, n) => n === 0 || n === stages.length - 1) : stages;
    for (const stage of stages) {
      await grow(bed, stage);
      if (looked.includes(stage)) measured.push(await measureAll(bed, stage, chosen, measured[0] ?? []));
    }
    return {
      date: new Date().toISOString().slice(0, 10),
      machine: machineKind(),
      stages: looked.map(({ what }) => what),
      grown: joined(measured),
      rows: chosen.map(({ name, what }) => ({ name, what })),
    };
  } finally {
    await bed.close();
  }
}

/** The first passage pays for what is made once; its people are the patterns for those of long ago. */
async function warmUp(bed: Bed): Promise<void> {
  const wend = await bed.wend();
  for (const row of [crowd, one, intake, pagesRow]) await row.pass(bed, `${row.name}-warm`);
  await beginHistory(wend.sql, 'crowd-warm');
}

async function grow(bed: Bed, stage: Stage): Promise<void> {
  const { sql } = await bed.wend();
  const beganMs = performance.now();
  await stage.grow(bed);
  // As autovacuum would, a while after.
  await sql`vacuum (analyze)`;
  const [row] = await sql<{ size: string }[]>`select pg_size_pretty(pg_database_size(current_database())) as size`;
  say(`${stage.what}: ${row?.size}, made in ${amount((performance.now() - beganMs) / 1_000)} s`);
}

async function measureAll(
  bed: Bed,
  stage: Stage,
  chosen: readonly Row[],
  small: readonly Grown[],
): Promise<readonly Grown[]> {
  const measured: Grown[] = [];
  for (const row of chosen) {
    const figures = await figuresOf(bed, row, `${row.name}-${stage.name}`);
    const grown = figures.map((figure) => ({ row: row.name, of: figure.of, figures: [figure] }));
    for (const one of grown) say(`  ${stage.what}  ${row.name} ${compared(one, small)}`);
    measured.push(...grown);
  }
  await stopJourneys(bed);
  return measured;
}

async function figuresOf(bed: Bed, row: Row, id: string): Promise<readonly Figure[]> {
  if (row.handles === undefined) return row.pass(bed, id);
  const { result, work } = await working(bed, row.handles, () => row.pass(bed, id));
  return [...result.filter(({ of }) => work.every((own) => own.of !== of)), ...work];
}

function compared(one: Grown, small: readonly Grown[]): string {
  const [figure] = one.figures;
  const before = small.find(({ row, of }) => row === one.row && of === one.of)?.figures[0];
  if (figure === undefined) return '';
  if (before === undefined) return inWords(figure);
  const part = ratio(before, figure);
  return `${inWords(figure)}, ${amount(part)} of the small one${part < HOLD ? ' <<<' : ''}`;
}

/** Those of the rows, so that the next size is not compared by how many journeys were there. */
async function stopJourneys(bed: Bed): Promise<void> {
  const { sql } = await bed.wend();
  await sql`update journeys set state = 'stopped' where state = 'live' and name ~ '^(crowd|trickle)-'`;
}

function joined(stages: readonly (readonly Grown[])[]): readonly Grown[] {
  return (stages[0] ?? []).map(({ row, of }) => ({
    ...{ row, of },
    figures: stages.flatMap((stage) => stage.find((one) => one.row === row && one.of === of)?.figures ?? []),
  }));
}
