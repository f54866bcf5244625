import { largeJourney } from '../editor/large-journey.ts';
import { aRow } from '../frame/row.ts';

const TIMES = 200;

/** What this machine is worth today: rows without a floor are read beside it, also against those of another day. */
export const machine = aRow<number>({
  name: 'machine',
  what: `a yardstick: a journey of 1,000 steps written and read as JSON ${TIMES} times on one core, the best of five`,
  rounds: 5,
  measure: async () => {
    const journey = largeJourney(1_000);
    const beganMs = performance.now();
    for (let n = 0; n < TIMES; n += 1) JSON.parse(JSON.stringify(journey));
    return performance.now() - beganMs;
  },
  figures: (times) => [{ of: '', value: Math.min(...times), unit: 'ms' }],
});
