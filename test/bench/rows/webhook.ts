import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Bed } from '../bed/bed.ts';
import { calling } from '../bed/journeys.ts';
import { enters, peopleOf } from '../bed/people.ts';
import { aRow } from '../frame/row.ts';
import { inFlight } from '../frame/schedule.ts';

const PEOPLE = 1_000;
const BATCH = 100;
const POSTS_AT_ONCE = 4;

interface Called {
  readonly people: number;
  readonly seconds: number;
  /** Calls that the other system has got. */
  readonly calls: number;
}

export const webhook = aRow<Called>({
  name: 'crowd-webhook',
  what: `${PEOPLE.toLocaleString('en')} people at once by event, through text, a call of another system and e-mail; first post → last call of the provider`,
  rounds: 1,
  measure: (bed, id) => pass(bed, id),
  figures: ([one]) => [
    { of: '', value: (one?.people ?? 0) / (one?.seconds ?? Number.NaN), unit: 'runs/s' },
    { of: 'calls got', value: one?.calls ?? 0, unit: 'calls' },
  ],
});

async function pass(bed: Bed, id: string): Promise<Called> {
  const wend = await bed.wend();
  let calls = 0;
  const system = createServer((request, response) => {
    calls += 1;
    request.resume().once('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((resolve) => system.listen(0, '127.0.0.1', resolve));
  try {
    // `listen` on a port answers with an address that has one.
    const { port } = system.address() as AddressInfo;
    await wend.office.publish(calling(id, id, `http://127.0.0.1:${port}/crm`));
    const people = peopleOf(id, PEOPLE);
    await wend.know(people);
    const batches = Array.from({ length: PEOPLE / BATCH }, (_, n) =>
      people.slice(n * BATCH, (n + 1) * BATCH).map((person) => enters(person, id)),
    );
    const startMs = Date.now();
    await inFlight(POSTS_AT_ONCE, batches, (batch) => wend.post(batch));
    const came = await wend.calls(people, startMs);
    const lastMs = Math.max(...people.map((person) => came.get(person)?.email ?? Number.NaN));
    return { people: PEOPLE, seconds: (lastMs - startMs) / 1_000, calls };
  } finally {
    system.close();
  }
}
