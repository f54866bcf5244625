import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { aFolder, aLivedHome } from '../harness/index.ts';
import { cases } from './cases/index.ts';
import { perform } from './frame/perform.ts';

/** The most telling ones, with one seed. `npm run faults` does all of them with ten. */
const SHORT = ['kill-several'];

async function makeHome(home: string): Promise<void> {
  await mkdir(dirname(home), { recursive: true });
  await aLivedHome(home);
  // The sample shop is closed: its orders are nobody's here.
  await rm(join(home, 'demo.json'), { force: true });
}

for (const theCase of cases.filter(({ name }) => SHORT.includes(name))) {
  it(`comes through ${theCase.what}`, async () => {
    const outcome = await perform(theCase, { seed: 1, full: false, makeHome, dir: aFolder(), say: () => {} });
    expect(outcome.why).toBe('');
    expect(outcome.kind).toBe('passed');
  }, 600_000);
}
