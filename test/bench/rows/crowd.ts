import type { Bed } from '../bed/bed.ts';
import { leftCart, peopleOf } from '../bed/people.ts';
import type { Side } from '../bed/side.ts';
import { mean } from '../frame/figure.ts';
import { aRow } from '../frame/row.ts';
import { inFlight } from '../frame/schedule.ts';

const PEOPLE = 2_000;
const FLOOR_PEOPLE = 500;
const BATCH = 100;
const POSTS_AT_ONCE = 4;

export const crowd = aRow<number>({
  name: 'crowd',
  what: `${PEOPLE.toLocaleString('en')} people at once by event, through text, wait of 2 s and e-mail; first post → last call`,
  against: `a hand-written workflow per customer, ${FLOOR_PEOPLE} people`,
  rounds: 2,
  async warmUp(bed: Bed) {
    await runsPerSecond(await bed.wend(), peopleOf('crowd-warm', 200));
    await runsPerSecond(await bed.floor(), peopleOf('crowd-warm-floor', 50));
  },
  measure: async (bed, id) => runsPerSecond(await bed.wend(), peopleOf(id, PEOPLE)),
  floor: async (bed, id) => runsPerSecond(await bed.floor(), peopleOf(id, FLOOR_PEOPLE)),
  figures: (rounds) => [{ of: '', value: mean(rounds), unit: 'runs/s' }],
});

async function runsPerSecond(side: Side, people: readonly string[]): Promise<number> {
  await side.know(people);
  const batches = Array.from({ length: Math.ceil(people.length / BATCH) }, (_, n) =>
    people.slice(n * BATCH, (n + 1) * BATCH).map(leftCart),
  );
  const startMs = Date.now();
  await inFlight(POSTS_AT_ONCE, batches, (batch) => side.post(batch));
  const calls = await side.calls(people, startMs);
  const lastMs = Math.max(...people.map((person) => calls.get(person)?.email ?? Number.NaN));
  return people.length / ((lastMs - startMs) / 1_000);
}
