import type { Bed } from '../bed/bed.ts';
import { bodyOf } from '../bed/door.ts';
import { type BenchEvent, peopleOf, sawProduct } from '../bed/people.ts';
import { mean } from '../frame/figure.ts';
import { aRow } from '../frame/row.ts';
import { inFlight } from '../frame/schedule.ts';
import { bareRowsOf, insertBare, prepareBareTables } from './bare-insert.ts';

const CONNECTIONS = 4;
const BATCH = 100;
const BATCHES = 200;
const readers = peopleOf('reader', 2_000);

export const intake = aRow<number>({
  name: 'intake',
  what: `batches of ${BATCH} events over HTTP to the durable 200, ${CONNECTIONS} connections, the matcher at work beside it`,
  against: 'a bare multi-row insert of the same rows by the same driver',
  rounds: 3,
  handles: { count: BATCHES * BATCH, of: 'events' },
  async warmUp(bed: Bed) {
    const wend = await bed.wend();
    await wend.know(readers);
    await prepareBareTables(wend.sql);
    await throughIntake(bed, 'intake-warm', 20);
    await bareInsert(bed, 'intake-warm-floor', 20);
  },
  measure: (bed, id) => throughIntake(bed, id, BATCHES),
  floor: (bed, id) => bareInsert(bed, id, BATCHES),
  figures: (rounds) => [{ of: '', value: mean(rounds), unit: 'events/s' }],
});

async function throughIntake(bed: Bed, id: string, count: number): Promise<number> {
  const wend = await bed.wend();
  const bodies = batchesOf(id, count).map(bodyOf);
  const seconds = await timed(bodies, (body) => wend.door.postBody(body));
  // The floor's turn begins when the matcher is through with these.
  await wend.isAtRest();
  return (count * BATCH) / seconds;
}

async function bareInsert(bed: Bed, id: string, count: number): Promise<number> {
  const { sql } = await bed.wend();
  const sets = batchesOf(id, count).map(bareRowsOf);
  const seconds = await timed(sets, (rows) => insertBare(sql, rows));
  return (count * BATCH) / seconds;
}

async function timed<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<number> {
  const beganMs = performance.now();
  await inFlight(CONNECTIONS, items, act);
  return (performance.now() - beganMs) / 1_000;
}

function batchesOf(id: string, count: number): readonly (readonly BenchEvent[])[] {
  return Array.from({ length: count }, (_, batch) =>
    Array.from({ length: BATCH }, (_, n) => {
      const place = batch * BATCH + n;
      return sawProduct(readers[place % readers.length] ?? '', `${id}-${place}`);
    }),
  );
}
