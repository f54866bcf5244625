import type { JourneyId } from '@wend/engine';
import type { Bed } from '../bed/bed.ts';
import { reference } from '../bed/journeys.ts';
import { growEvents } from './history/events.ts';
import { growPeople } from './history/people.ts';
import { growRuns } from './history/runs.ts';

export interface Stage {
  /** Names it in the ids of whoever is measured in it. */
  readonly name: string;
  /** The head of its column. */
  readonly what: string;
  grow(bed: Bed): Promise<void>;
}

const words = (count: number): string => count.toLocaleString('en');

/** One after another in the same database. `scale` 0.1 makes everything a tenth. */
export function stagesOf(scale: number): readonly Stage[] {
  const of = (count: number): number => Math.round(count * scale);
  const sizes = [0, ...[10_000, 50_000, 200_000].map(of)];
  const [people, runs, events, journeys] = [sizes.at(-1) ?? 0, of(1_000_000), of(10_000_000), of(200)];
  return [
    { name: 'small', what: 'small', grow: async () => {} },
    ...sizes.slice(1).map((size, before) => ({
      name: `${size}`,
      what: `${words(size)} people`,
      grow: async (bed: Bed) => growPeople((await bed.wend()).sql, sizes[before] ?? 0, size),
    })),
    {
      name: 'old',
      what: `and ${words(runs)} old runs, ${words(events)} old events, ${words(journeys)} live journeys`,
      grow: async (bed) => {
        const { sql } = await bed.wend();
        await growRuns(sql, await liveJourneys(bed, journeys), people, runs);
        await growEvents(sql, people, events);
      },
    },
  ];
}

/** Each lets people in by an event of its own; one in ten by one that the shop sends all the time, with a filter that nobody passes. */
async function liveJourneys(bed: Bed, count: number): Promise<readonly JourneyId[]> {
  const { office } = await bed.wend();
  const journeys: JourneyId[] = [];
  for (let n = 1; n <= count; n += 1) {
    const name = `Old journey ${n}`;
    const document = reference(name, name);
    const dear = { kind: 'property', path: 'properties.price', op: 'at-least', value: 1_000_000 } as const;
    const entry = { kind: 'event', event: 'Product Viewed', where: dear, reentry: { kind: 'always' } } as const;
    journeys.push(
      await office.publish(n % 10 === 0 ? { ...document, entry: { ...document.entry, ...entry } } : document),
    );
  }
  return journeys;
}
