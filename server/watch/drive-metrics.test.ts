import { afterEach, expect, it } from 'vitest';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed, START, type TestBed, type TestBedParts } from '../../test/run-loop/bed/test-bed.ts';
import { Lines, lineSettings } from '../drive/send/lines.ts';
import { newId } from '../ids/index.ts';
import { frequencyCaps } from '../tables/index.ts';
import { driveMetrics } from './drive-metrics.ts';
import { pageOf, RoleMetrics } from './metrics.ts';

let bed: TestBed;
let metrics: RoleMetrics;
afterEach(() => bed.close());

const message = { nudge: { type: 'say' } } as const;

async function aBed(parts: TestBedParts = {}): Promise<void> {
  metrics = new RoleMetrics('worker');
  bed = await aTestBed({ counts: driveMetrics(metrics)('small'), ...parts });
}

async function countedOf(name: string): Promise<readonly string[]> {
  const page = await pageOf([await metrics.told()]);
  return page.split('\n').flatMap((line) => {
    const [, labels, value] = new RegExp(`^${name}\\{lane="small",(.*),role="worker"\\} (.*)$`).exec(line) ?? [];
    return labels === undefined ? [] : [`${labels.replaceAll('"', '')} ${value}`];
  });
}

it('counts each message that a gate holds, by gate and by what came of it', async () => {
  await aBed();
  await bed.db.insert(frequencyCaps).values({ workspaceId: bed.workspaceId, id: newId(), max: 1, within: 'PT2H' });
  const once = await bed.journey(aDocument(message));
  const night = { quietHours: { allow: [{ days: [1], from: '15:00', to: '16:00' }] } };
  const twice = { one: { type: 'say' }, two: { type: 'say', config: { whenHeld: 'skip' } } } as const;
  await bed.enter(once, await bed.person({ consents: false }));
  await bed.enter(once, await bed.person({ consents: false }));
  await bed.enter(once, await bed.person(), { holdout: true });
  await bed.enter(await bed.journey(aDocument(message, night)), await bed.person({ timeZone: 'UTC' }));
  await bed.enter(await bed.journey(aDocument(twice)), await bed.person());
  await bed.trips.runUntil(START);
  expect((await countedOf('wend_messages_held_total')).toSorted()).toEqual([
    'gate=consent,how=skipped 2',
    'gate=frequency-cap,how=skipped 1',
    'gate=holdout,how=ghost 1',
    'gate=quiet-hours,how=deferred 1',
  ]);
});

it('counts those that find the line of their provider full', async () => {
  const lines = new Lines(() => 0, { ...lineSettings, concurrency: 0 });
  await aBed({ lines, settings: { patienceMs: 0 } });
  const runId = await bed.enter(await bed.journey(aDocument(message)), await bed.person());
  const { convoyId } = await bed.run(runId);
  if (convoyId === null) throw new Error('In no convoy');
  await bed.driver.drive({ workspaceId: bed.workspaceId, convoyId, epoch: 1, queue: 'small' });
  expect(await countedOf('wend_messages_held_total')).toEqual(['gate=line,how=deferred 1']);
});

it('counts those whose run is over by the time they are at the gates', async () => {
  let exit = async (): Promise<void> => {};
  await aBed({ at: async (point) => void (point === 'before-gates' && (await exit())) });
  const person = await bed.person();
  const runId = await bed.enter(await bed.journey(aDocument(message)), person);
  exit = () => bed.exit(person, runId);
  await bed.trips.runUntil(START);
  expect(await countedOf('wend_messages_held_total')).toEqual(['gate=live,how=gone 1']);
});

it('counts the runs that went on, by what they came to, once that is committed', async () => {
  let isToFail = true;
  const at: TestBedParts['at'] = async (point) => {
    if (point !== 'before-commit' || !isToFail) return;
    isToFail = false;
    throw new Error('The database is away');
  };
  await aBed({ at });
  const journey = await bed.journey(aDocument({ ...message, pause: { type: 'rest', config: { for: 'PT1H' } } }));
  const [first] = await bed.enterAll(journey, [await bed.person(), await bed.person()]);
  const { convoyId } = await bed.run(first ?? newId());
  if (convoyId === null) throw new Error('In no convoy');
  const input = { workspaceId: bed.workspaceId, convoyId, epoch: 1, queue: 'small' } as const;
  await expect(bed.driver.drive(input)).rejects.toThrow('away');
  expect(await countedOf('wend_runs_moved_total')).toEqual([]);
  await bed.trips.runUntil(START);
  expect(await countedOf('wend_runs_moved_total')).toEqual(['to=send 2', 'to=wait 2']);
  await bed.trips.runUntil(START + 2 * 3_600_000);
  expect(await countedOf('wend_runs_moved_total')).toEqual(['to=send 2', 'to=wait 2', 'to=end 2']);
});
