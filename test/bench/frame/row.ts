import { loadavg } from 'node:os';
import type { Bed } from '../bed/bed.ts';
import { type Figure, inWords } from './figure.ts';

export interface RowParts<Sample> {
  /** By which it is asked for: `npm run bench -- one`. */
  readonly name: string;
  /** What the table says is measured. */
  readonly what: string;
  /** What it is measured against. */
  readonly against?: string;
  /** Measure and floor take turns this often, so that a change of the machine's mood meets both. */
  readonly rounds: number;
  /** What the first round must not pay for. */
  warmUp?(bed: Bed): Promise<void>;
  /** One round; `id` is its own, for the ids of what it makes. */
  measure(bed: Bed, id: string): Promise<Sample>;
  floor?(bed: Bed, id: string): Promise<Sample>;
  /** The figures of these rounds together. */
  figures(samples: readonly Sample[]): readonly Figure[];
  /** What the figures are to hold, by what they are of. */
  readonly hold?: Readonly<Record<string, string>>;
  /** What a round handles: work is told per thousand of it. */
  readonly handles?: Handled;
}

export interface Handled {
  readonly count: number;
  readonly of: 'runs' | 'events' | 'pages';
}

/** A figure of all rounds, beside its floor. */
export interface Line extends Figure {
  readonly floor: number | undefined;
  readonly hold: string | undefined;
}

export interface RowResult {
  readonly name: string;
  readonly what: string;
  readonly against: string | undefined;
  readonly lines: readonly Line[];
  /** Each round by itself. */
  readonly rounds: { readonly ours: readonly (readonly Figure[])[]; readonly floor: readonly (readonly Figure[])[] };
  /** Processes that wanted the machine just before: more than a half, and the ratio says more than the figure. */
  readonly loadBefore: number;
}

export interface Row {
  readonly name: string;
  readonly what: string;
  readonly handles: Handled | undefined;
  run(bed: Bed, say: (line: string) => void): Promise<RowResult>;
  /** One round by itself, without a floor. */
  pass(bed: Bed, id: string): Promise<readonly Figure[]>;
}

/** A row that measures and its floor, in turn. */
export function aRow<Sample>(parts: RowParts<Sample>): Row {
  const { name, what, handles } = parts;
  return {
    ...{ name, what, handles },
    run: (bed, say) => run(parts, bed, say),
    pass: async (bed, id) => parts.figures([await parts.measure(bed, id)]),
  };
}

async function run<Sample>(parts: RowParts<Sample>, bed: Bed, say: (line: string) => void): Promise<RowResult> {
  const loadBefore = loadavg()[0] ?? 0;
  const [ours, floor]: [Sample[], Sample[]] = [[], []];
  const note = (whose: string, sample: Sample): void =>
    say(`  ${parts.name} ${ours.length}/${parts.rounds} ${whose}  ${parts.figures([sample]).map(inWords).join(', ')}`);
  await parts.warmUp?.(bed);
  for (let round = 1; round <= parts.rounds; round += 1) {
    const sample = await parts.measure(bed, `${parts.name}-${round}`);
    ours.push(sample);
    note('wend ', sample);
    const against = await parts.floor?.(bed, `${parts.name}-floor-${round}`);
    if (against === undefined) continue;
    floor.push(against);
    note('floor', against);
  }
  const floors = floor.length > 0 ? parts.figures(floor) : [];
  return {
    name: parts.name,
    what: parts.what,
    against: parts.against,
    lines: parts.figures(ours).map((figure) => ({
      ...figure,
      floor: floors.find(({ of }) => of === figure.of)?.value,
      hold: parts.hold?.[figure.of],
    })),
    rounds: { ours: ours.map((one) => parts.figures([one])), floor: floor.map((one) => parts.figures([one])) },
    loadBefore,
  };
}
