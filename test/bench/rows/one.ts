import type { Bed } from '../bed/bed.ts';
import { leftCart, peopleOf } from '../bed/people.ts';
import type { Side } from '../bed/side.ts';
import { percentile } from '../frame/figure.ts';
import { aRow } from '../frame/row.ts';
import { actAt, scheduleOf } from '../frame/schedule.ts';

const EVERY_MS = 100;
const PEOPLE = 200;
const WARM_UP = 50;

/** Milliseconds for each event, from the instant at which it was to be posted. */
type Latencies = readonly number[];

export const one = aRow<Latencies>({
  name: 'one',
  what: 'event posted → provider called, 10 a second',
  against: 'a hand-written workflow per customer',
  rounds: 3,
  handles: { count: PEOPLE, of: 'runs' },
  async warmUp(bed: Bed) {
    await latencies(await bed.wend(), peopleOf('one-warm', WARM_UP));
    await latencies(await bed.floor(), peopleOf('one-warm-floor', WARM_UP));
  },
  measure: async (bed, id) => latencies(await bed.wend(), peopleOf(id, PEOPLE)),
  floor: async (bed, id) => latencies(await bed.floor(), peopleOf(id, PEOPLE)),
  figures: (rounds) => [50, 99].map((p) => ({ of: `p${p}`, value: percentile(rounds.flat(), p), unit: 'ms' as const })),
  hold: { p50: '≤ 60 ms', p99: '≤ 250 ms' },
});

/** An open loop: each event is posted at its instant and counts from there, however slow the ones before it are. */
async function latencies(side: Side, people: readonly string[]): Promise<Latencies> {
  await side.know(people);
  const startMs = Date.now() + EVERY_MS;
  const instants = scheduleOf(startMs, EVERY_MS, people.length);
  await actAt(instants, Date.now, (index) => side.post(people.slice(index, index + 1).map(leftCart)));
  const calls = await side.calls(people, startMs);
  return people.map((person, index) => (calls.get(person)?.sms ?? Number.NaN) - (instants[index] ?? Number.NaN));
}
