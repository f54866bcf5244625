import { percentile } from '../frame/figure.ts';
import { aRow } from '../frame/row.ts';

export const firstStart = aRow<number>({
  name: 'first-start',
  what: 'fresh clone, empty home: `npm start` → address printed (with all downloads)',
  rounds: 1,
  warmUp: async (bed) => void (await bed.clone()),
  measure: async (bed) => (await bed.clone()).firstStart(),
  figures: (seconds) => [{ of: '', value: percentile(seconds, 50), unit: 's' }],
  hold: { '': '≤ 90 s' },
});

export const secondStart = aRow<number>({
  name: 'second-start',
  what: 'the same again, the median of three',
  rounds: 3,
  warmUp: async (bed) => (await bed.clone()).beStarted(),
  measure: async (bed) => (await bed.clone()).laterStart(),
  figures: (seconds) => [{ of: '', value: percentile(seconds, 50), unit: 's' }],
  hold: { '': '≤ 6 s' },
});
