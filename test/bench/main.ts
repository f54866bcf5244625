import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from '../harness/started.ts';
import { Bed } from './bed/bed.ts';
import { amount } from './frame/figure.ts';
import { keepResult } from './frame/keep.ts';
import { machineKind } from './frame/machine.ts';
import { inMegabytes } from './frame/peaks.ts';
import type { Line, Row, RowResult } from './frame/row.ts';
import { benchMarks, putBetweenMarks, type Sitting, tableOf } from './frame/table.ts';
import { rows } from './rows/index.ts';

const page = join(checkout, 'ARCHITECTURE.md');
const say = (line: string): void => console.log(line);

/** Measures every row, or those that are named, and prints them as it goes. The page's table is of whole sittings only. */
export async function run(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => rows.every((row) => row.name !== name));
  if (unknown !== undefined) {
    console.error(`wend: There is no row ${unknown}: ${rows.map(({ name }) => name).join(', ')}.`);
    return 1;
  }
  const chosen = names.length === 0 ? rows : rows.filter(({ name }) => names.includes(name));
  const sitting = await sit(chosen);
  await keepResult('bench', sitting, say);
  if (chosen.length === rows.length)
    await writeFile(page, putBetweenMarks(await readFile(page, 'utf8'), benchMarks, tableOf(sitting)));
  return 0;
}

async function sit(chosen: readonly Row[]): Promise<Sitting> {
  // Whatever is running ends with this process.
  process.once('SIGINT', () => process.exit(130));
  const bed = await Bed.make();
  try {
    const measured: RowResult[] = [];
    for (const row of chosen) {
      const result = await row.run(bed, say);
      measured.push(result);
      for (const line of result.lines) say(inWords(result, line));
    }
    const peaks = await bed.peaks();
    if (peaks.length > 0) say(`Peak memory: ${inMegabytes(peaks)}`);
    return { date: new Date().toISOString().slice(0, 10), machine: machineKind(), rows: measured, peaks };
  } finally {
    await bed.close();
  }
}

function inWords({ name, loadBefore }: RowResult, { of, value, unit, floor, hold }: Line): string {
  const compared = floor === undefined ? '' : `, floor ${amount(floor)} ${unit}, ${amount(value / floor)} of it`;
  const held = hold === undefined ? '' : ` (to hold: ${hold})`;
  return `${name} ${of}: ${amount(value)} ${unit}${compared}${held}; load before ${amount(loadBefore)}`;
}
