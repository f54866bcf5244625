import type { Bed } from '../bed/bed.ts';
import { reference, referenceOf } from '../bed/journeys.ts';
import { ENTRY_EVENT, leftCart, peopleOf } from '../bed/people.ts';
import type { BenchWend, Neighbour } from '../bed/wend.ts';
import { percentile } from '../frame/figure.ts';
import { aRow } from '../frame/row.ts';
import { actAt, scheduleOf } from '../frame/schedule.ts';

const CROWD = 4_000;
const EVERY_MS = 200;
const PEOPLE = 60;

/** Milliseconds for each event, from the instant at which it was to be posted. */
interface Beside {
  readonly latencies: readonly number[];
  /** People of the crowd whose last message was still to come when the last event was posted. */
  readonly inside: number;
}

export const neighbour = aRow<Beside>({
  name: 'neighbour',
  what: `event posted → provider called, 5 a second, in one workspace, while ${CROWD.toLocaleString('en')} people of another go through the reference journey at once`,
  against: 'the same without the crowd',
  rounds: 1,
  measure: (bed, id) => beside(bed, id, CROWD),
  floor: (bed, id) => beside(bed, id, 0),
  figures: (all) => [
    ...[50, 99].map((p) => ({
      of: `p${p}`,
      value: percentile(
        all.flatMap(({ latencies }) => latencies),
        p,
      ),
      unit: 'ms' as const,
    })),
    {
      of: 'of the crowd on their way until the end',
      value: Math.min(...all.map(({ inside }) => inside)),
      unit: 'people',
    },
  ],
  hold: { p99: '≤ 1 s' },
});

async function beside(bed: Bed, id: string, crowd: number): Promise<Beside> {
  const wend = await bed.wend();
  const other = await wend.neighbour();
  try {
    await other.office.publish(reference(id, ENTRY_EVENT));
    const people = peopleOf(id, PEOPLE);
    await wend.know(people, other.door);
    const startedMs = crowd > 0 ? await letIn(wend, `${id}-crowd`, crowd) : Date.now();
    return await measured(wend, other, people, { crowd, startedMs });
  } finally {
    await other.close();
  }
}

/** Answers when they were let in. */
async function letIn(wend: BenchWend, id: string, count: number): Promise<number> {
  await wend.know(peopleOf(id, count));
  const segment = await wend.office.segment(id, { kind: 'attribute', path: 'round', op: 'is', value: id });
  const journeyId = await wend.office.publish(referenceOf(id, segment));
  const startedMs = Date.now();
  await wend.office.letIn(journeyId);
  await wend.callsBy('sms', 1, startedMs);
  return startedMs;
}

async function measured(
  wend: BenchWend,
  { door }: Neighbour,
  people: readonly string[],
  { crowd, startedMs }: { readonly crowd: number; readonly startedMs: number },
): Promise<Beside> {
  const instants = scheduleOf(Date.now() + EVERY_MS, EVERY_MS, people.length);
  await actAt(instants, Date.now, (index) => door.post(people.slice(index, index + 1).map(leftCart)));
  const letters = await wend.countCalls('email', startedMs);
  const everybody = crowd + people.length;
  const texts = await wend.callsBy('sms', everybody, startedMs);
  await wend.callsBy('email', everybody, startedMs);
  return {
    latencies: people.map((person, index) => (texts.get(person) ?? Number.NaN) - (instants[index] ?? Number.NaN)),
    inside: Math.max(0, crowd - letters),
  };
}
