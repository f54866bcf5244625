import { expect, it } from 'vitest';
import { whatRuns } from './what-runs.ts';

const own = { databaseUrl: undefined, temporalAddress: undefined };
const yours = { databaseUrl: 'postgres://shop', temporalAddress: 'temporal.shop:7233' };

it.each([
  [own, 'Postgres and Temporal (here:1) run with it'],
  [{ ...own, databaseUrl: yours.databaseUrl }, 'Temporal (here:1) runs with it, Postgres is yours'],
  [{ ...own, temporalAddress: yours.temporalAddress }, 'Postgres runs with it, Temporal (here:1) is yours'],
  [yours, 'Postgres and Temporal (here:1) are yours'],
])('says which of what stands below runs with it: %#', (settings, sentence) => {
  expect(whatRuns(settings, 'here:1')).toBe(sentence);
});
