import { Client, Connection } from '@temporalio/client';
import { taskQueues } from '@wend/workflows';
import { afterEach, expect, it, vi } from 'vitest';
import { aWorkspace, type Published } from '../../test/harness/a-workspace.ts';
import { temporalAddress } from '../../test/harness/index.ts';
import { until } from '../../test/harness/until.ts';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed, START, verbs } from '../../test/run-loop/bed/test-bed.ts';
import { newId } from '../ids/index.ts';
import { convoys } from '../tables/index.ts';
import { LINGER_MS, StartLane } from './start-lane.ts';

afterEach(() => vi.restoreAllMocks());

it('lingers once it has started more than one, so that whoever comes meanwhile leaves together', async () => {
  const bed = await aTestBed();
  const connection = await Connection.connect({ address: await temporalAddress() });
  const client = new Client({ connection });
  const errors: unknown[] = [];
  const queues = taskQueues(`linger-${newId()}`);
  const lane = new StartLane({ ...bed, client, queues, onError: (error) => errors.push(error) });
  const lingering = heldTimers(LINGER_MS);
  const document = aDocument({ pause: { type: 'rest', config: { for: 'PT1H' } } });
  const enterOne = async (their: Pick<typeof bed, 'enter' | 'person'>, journey: Published): Promise<void> => {
    await their.enter(journey, await their.person());
    lane.look();
  };
  const sizes = async () => (await bed.db.select().from(convoys)).map(({ phase, size }) => `${phase} ${size}`).sort();
  try {
    const journey = await bed.journey(document);
    const other = verbs(bed.db, bed.clock, await aWorkspace(bed.db, START, ['sms']));
    await enterOne(bed, journey);
    await enterOne(other, await other.journey(document));
    lane.start();
    await until(() => lingering.length === 1);
    expect(await sizes()).toEqual(['started 1', 'started 1']);
    for (let n = 0; n < 3; n += 1) await enterOne(bed, journey);
    expect(await sizes()).toEqual(['forming 3', 'started 1', 'started 1']);
    lingering[0]?.();
    await until(async () => (await sizes()).includes('started 3'));
    expect(errors).toEqual([]);
  } finally {
    for (const end of lingering) end();
    await lane.stop();
    await connection.close();
    await bed.close();
  }
});

/** Timers of this length end when the test says so. */
function heldTimers(heldMs: number): readonly (() => void)[] {
  const held: (() => void)[] = [];
  const real = setTimeout;
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, ms?: number) => {
    if (ms !== heldMs) return real(run, ms);
    held.push(run);
    return real(() => {}, 0);
  }) as typeof setTimeout);
  return held;
}
