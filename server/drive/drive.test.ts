import { afterEach, expect, it } from 'vitest';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';

let bed: TestBed;
afterEach(() => bed.close());

const HOUR = 3_600_000;

it('moves a run from its entry through a message, a wait and another message to its end', async () => {
  bed = await aTestBed();
  const journey = await bed.journey(
    aDocument({
      nudge: { type: 'say' },
      pause: { type: 'rest', config: { for: 'PT1H' } },
      mail: { type: 'say', config: { channel: 'email' } },
      done: { type: 'stop' },
    }),
  );
  const runId = await bed.enter(journey, await bed.person());
  await bed.trips.runUntil(START);
  expect(bed.provider.delivered).toHaveLength(1);
  expect(await bed.run(runId)).toMatchObject({
    phase: 'waiting',
    step: 'pause',
    convoyId: null,
    claim: null,
    dueAt: START + HOUR,
  });
  expect(bed.trips.open).toBe(0);
  await bed.trips.runUntil(START + HOUR - 1);
  expect(bed.provider.delivered).toHaveLength(1);
  await bed.trips.runUntil(START + HOUR);
  expect(bed.provider.delivered).toHaveLength(2);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended', endReason: { text: 'The end' } });
});
