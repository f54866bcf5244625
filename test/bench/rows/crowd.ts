import type { Bed } from '../bed/bed.ts';
import { referenceOf } from '../bed/journeys.ts';
import { leftCart, peopleOf } from '../bed/people.ts';
import type { Side } from '../bed/side.ts';
import { type Cpu, type Owner, since } from '../frame/cpu.ts';
import { type Figure, mean } from '../frame/figure.ts';
import { aRow } from '../frame/row.ts';
import { inFlight } from '../frame/schedule.ts';

const PEOPLE = 2_000;
const FLOOR_PEOPLE = 500;
const BATCH = 100;
const POSTS_AT_ONCE = 4;

interface Crowd {
  readonly people: number;
  /** From the first post to the last call. */
  readonly seconds: number;
  readonly cpu: Cpu;
}

export const crowd = aRow<Crowd>({
  name: 'crowd',
  what: `${PEOPLE.toLocaleString('en')} people of a segment at once through text, a wait of 2 s for an event, branch and e-mail; asked for → last call; CPU without the provider's`,
  against: `a hand-written workflow per customer, ${FLOOR_PEOPLE} people`,
  rounds: 2,
  handles: { count: PEOPLE, of: 'runs' },
  async warmUp(bed) {
    await pass(bed, await bed.wend(), peopleOf('crowd-warm', 200));
    await pass(bed, await bed.floor(), peopleOf('crowd-warm-floor', 50));
  },
  measure: async (bed, id) => ofSegment(bed, id),
  floor: async (bed, id) => pass(bed, await bed.floor(), peopleOf(id, FLOOR_PEOPLE)),
  figures: (crowds) => [
    { of: '', value: mean(crowds.map(({ people, seconds }) => people / seconds)), unit: 'runs/s' },
    cpuFigure(crowds, 'CPU of Temporal', ['Temporal']),
    cpuFigure(crowds, 'CPU of Postgres', ['Postgres']),
    cpuFigure(crowds, 'CPU of our processes', ['Wend', 'floor']),
  ],
  hold: { '': '≥ 1,000 runs/s, ≥ 40 × the floor' },
});

function cpuFigure(crowds: readonly Crowd[], of: string, owners: readonly Owner[]): Figure {
  const spent = ({ cpu, people }: Crowd): number =>
    owners.reduce((sum, owner) => sum + cpu[owner], 0) / (people / 1_000);
  return { of, value: mean(crowds.map(spent)), unit: 's/1,000 runs' };
}

async function pass(bed: Bed, side: Side, people: readonly string[]): Promise<Crowd> {
  await side.know(people);
  const batches = Array.from({ length: Math.ceil(people.length / BATCH) }, (_, n) =>
    people.slice(n * BATCH, (n + 1) * BATCH).map(leftCart),
  );
  return timed(bed, side, people, () => inFlight(POSTS_AT_ONCE, batches, (batch) => side.post(batch)));
}

async function ofSegment(bed: Bed, id: string): Promise<Crowd> {
  const wend = await bed.wend();
  const people = peopleOf(id, PEOPLE);
  await wend.know(people);
  const segment = await wend.office.segment(id, { kind: 'attribute', path: 'round', op: 'is', value: id });
  const journeyId = await wend.office.publish(referenceOf(id, segment));
  return timed(bed, wend, people, () => wend.office.letIn(journeyId));
}

async function timed(bed: Bed, side: Side, people: readonly string[], enter: () => Promise<void>): Promise<Crowd> {
  const before = await bed.cpu();
  const startMs = Date.now();
  await enter();
  const calls = await side.calls(people, startMs);
  const lastMs = Math.max(...people.map((person) => calls.get(person)?.email ?? Number.NaN));
  return { people: people.length, seconds: (lastMs - startMs) / 1_000, cpu: since(before, await bed.cpu()) };
}
