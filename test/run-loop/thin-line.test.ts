import { readBundle } from '@wend/workflows/bundle';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporalAddress, workflowBundle } from '../harness/index.ts';
import { aLiveBed, type LiveBed } from './bed/live-bed.ts';
import { aDocument } from './bed/nodes.ts';

let bed: LiveBed;
beforeAll(async () => {
  const [temporal, bundle] = await Promise.all([temporalAddress(), workflowBundle().then(readBundle)]);
  bed = await aLiveBed({ temporal, bundle });
});
afterAll(() => bed.close());

it('runs a journey on Temporal: entry, message, wait, message, end', async () => {
  const pause = { type: 'rest', config: { for: 'PT2S' } };
  const mail = { type: 'say', config: { channel: 'email' } };
  const journey = await bed.journey(aDocument({ nudge: { type: 'say' }, pause, mail }));
  const runId = await bed.enter(journey, await bed.person());
  bed.look();
  await bed.ended(runId);
  expect(bed.provider.delivered).toHaveLength(2);
  expect(bed.errors).toEqual([]);
});
