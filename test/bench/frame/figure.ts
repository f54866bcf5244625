export type Unit =
  | 'ms'
  | 's'
  | 's/1,000 runs'
  | 's/1,000 events'
  | 's/1,000 pages'
  | 'blocks/1,000 runs'
  | 'blocks/1,000 events'
  | 'blocks/1,000 pages'
  | 'runs/s'
  | 'events/s'
  | 'MB'
  | 'elements'
  | 'people'
  | 'calls'
  | 'workflows';

/** One number, of one round or of all of them. */
export interface Figure {
  /** What of the row it is: `p50`; '' where the row has one figure only. */
  readonly of: string;
  readonly value: number;
  readonly unit: Unit;
}

/** As a person reads it: three digits, thousands apart. */
export function inWords({ of, value, unit }: Figure): string {
  return `${of === '' ? '' : `${of} `}${amount(value)} ${unit}`;
}

export function amount(value: number): string {
  const places = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: 0, maximumFractionDigits: places });
}

/** Nearest-rank percentile of unsorted figures; `p` is 0 to 100. NaN of none. */
export function percentile(figures: readonly number[], p: number): number {
  const sorted = [...figures].sort((one, other) => one - other);
  const rank = Math.max(1, Math.ceil((p / 100) * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

export function mean(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}
