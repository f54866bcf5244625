import { bundleWorkflows } from '@wend/workflows/bundle';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aLiveBed, type LiveBed } from '../../server/drive/testing/live-bed.ts';
import { aDocument } from '../../server/drive/testing/nodes.ts';
import { aTemporal } from '../harness/tmp-temporal.ts';

let temporal: Awaited<ReturnType<typeof aTemporal>>;
let bundle: { readonly code: string };
let bed: LiveBed;
beforeAll(async () => {
  [temporal, bundle] = await Promise.all([aTemporal(), bundleWorkflows()]);
  bed = await aLiveBed({ temporal: temporal.address, bundle });
}, 60_000);
afterAll(async () => {
  await bed?.close();
  await temporal?.stop();
});

it('runs a journey on Temporal: entry, message, wait, message, end', async () => {
  const journey = await bed.journey(
    aDocument({
      nudge: { type: 'say' },
      pause: { type: 'rest', config: { for: 'PT2S' } },
      mail: { type: 'say', config: { channel: 'email' } },
    }),
  );
  const began = performance.now();
  const first = bed.nextSend();
  const runId = await bed.enter(journey, await bed.person());
  bed.look();
  await first;
  console.log('first send after', performance.now() - began);
  await bed.nextSend();
  await bed.ended(runId);
  expect(bed.provider.delivered).toHaveLength(2);
}, 30_000);
