import { amount, type Figure } from '../frame/figure.ts';
import type { Marks } from '../frame/table.ts';

export const growthMarks: Marks = {
  begin: '<!-- growth: written by npm run bench:growth -->',
  end: '<!-- end of growth -->',
};
/** What a figure may not fall below, as a part of the small one's. */
export const HOLD = 0.7;

/** A figure at each size, the small one first. */
export interface Grown {
  readonly row: string;
  readonly of: string;
  readonly figures: readonly Figure[];
}
export interface GrowthSitting {
  readonly date: string;
  readonly machine: string;
  readonly stages: readonly string[];
  readonly grown: readonly Grown[];
  /** What each row measures. */
  readonly rows: readonly { readonly name: string; readonly what: string }[];
}

/** How a figure stands to the small one: below 1 it is worse, whichever way it counts. Of what is too short to be told apart, 1. */
export function ratio(small: Figure, grown: Figure): number {
  if (grown.unit === 'runs/s' || grown.unit === 'events/s') return grown.value / small.value;
  const least = grown.unit === 'ms' ? LEAST_MS : 0;
  const [before, after] = [Math.max(small.value, least), Math.max(grown.value, least)];
  return after === 0 ? 1 : before / after;
}

/** A page that is there within this is as good as one that is there at once. */
const LEAST_MS = 50;

export function growthTable({ date, machine, stages, grown, rows }: GrowthSitting): string {
  const head = ['row', 'figure', ...stages];
  return [
    `${date}; ${machine}.`,
    '',
    ...rows.map(({ name, what }) => `- \`${name}\`: ${what}`),
    '',
    `| ${head.join(' | ')} |`,
    `| ${head.map(() => '---').join(' | ')} |`,
    ...grown.map((one, index) => `| ${cells(one, one.row !== grown[index - 1]?.row).join(' | ')} |`),
  ].join('\n');
}

function cells({ row, of, figures }: Grown, isFirst: boolean): readonly string[] {
  const [small] = figures;
  const unit = small === undefined ? '' : small.unit;
  return [
    isFirst ? `\`${row}\`` : '',
    [of, unit].filter((word) => word !== '').join(', '),
    ...figures.map((figure, index) => {
      if (small === undefined || index === 0) return amount(figure.value);
      const part = ratio(small, figure);
      const words = `${amount(figure.value)} (${amount(part)})`;
      return part < HOLD ? `**${words}**` : words;
    }),
  ];
}
