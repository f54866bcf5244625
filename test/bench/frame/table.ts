import { amount } from './figure.ts';
import { inMegabytes, type Peak } from './peaks.ts';
import type { Line, RowResult } from './row.ts';

/** Everything that was measured together, on one machine. */
export interface Sitting {
  /** The day, `YYYY-MM-DD`. */
  readonly date: string;
  readonly machine: string;
  readonly rows: readonly RowResult[];
  readonly peaks: readonly Peak[];
}

/** Between which a page holds a table that is measured. */
export interface Marks {
  readonly begin: string;
  readonly end: string;
}
export const benchMarks: Marks = { begin: '<!-- bench: written by npm run bench -->', end: '<!-- end of bench -->' };

/** The sitting as Markdown. */
export function tableOf({ date, machine, rows, peaks }: Sitting): string {
  const lines = rows.flatMap((row) => row.lines.map((line, index) => cells(row, line, index === 0)));
  return [
    `${date}; ${machine}.`,
    '',
    '| row | what | figure | floor | figure ÷ floor | to hold |',
    '| --- | --- | --- | --- | --- | --- |',
    ...lines.map((line) => `| ${line.join(' | ')} |`),
    ...(peaks.length === 0 ? [] : ['', `Peak memory: ${inMegabytes(peaks)}.`]),
  ].join('\n');
}

function cells({ name, what, against }: RowResult, line: Line, isFirst: boolean): readonly string[] {
  const { of, value, unit, floor, hold } = line;
  const about = isFirst ? [`\`${name}\``, against === undefined ? what : `${what}; floor: ${against}`] : ['', ''];
  const label = of === '' ? '' : `${of} `;
  const compared = floor === undefined ? ['', ''] : [`${label}${amount(floor)} ${unit}`, amount(value / floor)];
  return [...about, `${label}${amount(value)} ${unit}`, ...compared, hold ?? ''];
}

/** The page with what stands between the two marks replaced, and the rest as it was. Throws where a mark is missing. */
export function putBetweenMarks(page: string, { begin, end }: Marks, text: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`The page has no "${begin}" with "${end}" after it`);
  return `${page.slice(0, from + begin.length)}\n${text}\n${page.slice(to)}`;
}
