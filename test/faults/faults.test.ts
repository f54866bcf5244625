import { expect, it } from 'vitest';
import { aFolder } from '../harness/index.ts';
import { livedHome } from '../harness/shared.ts';
import { cases } from './cases/index.ts';
import { Begun } from './frame/begun.ts';
import { copyOf } from './frame/homes.ts';
import { perform } from './frame/perform.ts';

/** The most telling ones, with one seed. `npm run faults` does all of them with ten. */
const SHORT = ['kill-several'];

for (const theCase of cases.filter(({ name }) => SHORT.includes(name))) {
  it.concurrent(`comes through ${theCase.what}`, async () => {
    const makeHome = async (home: string): Promise<void> => copyOf(await livedHome(), home);
    const outcome = await perform(theCase, { seed: 1, full: false, makeHome, dir: aFolder(), begun: new Begun() });
    expect(outcome.why).toBe('');
    expect(outcome.kind).toBe('passed');
  }, 600_000);
}
