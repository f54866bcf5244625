import { expect, it } from 'vitest';
import { latestPerPerson } from './page.tsx';

const got = (profileId: string, at: string) => ({ profileId, at, person: { name: profileId, initials: 'X' } });

it('shows each person once, with the last that they got', () => {
  const latest = latestPerPerson([got('ada', '10:02'), got('ben', '10:01'), got('ada', '10:00')]);
  expect(latest.map(({ profileId, at }) => [profileId, at])).toEqual([
    ['ada', '10:02'],
    ['ben', '10:01'],
  ]);
});
