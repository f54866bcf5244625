import { expect, it } from 'vitest';
import { addressIn, latestPerPerson } from './page.tsx';

const got = (profileId: string, at: string) => ({ profileId, at, person: { name: profileId, initials: 'X' } });

it('shows each person once, with the last that they got', () => {
  const latest = latestPerPerson([got('ada', '10:02'), got('ben', '10:01'), got('ada', '10:00')]);
  expect(latest.map(({ profileId, at }) => [profileId, at])).toEqual([
    ['ada', '10:02'],
    ['ben', '10:01'],
  ]);
});

it('shows the device to which the next message goes: the newest one that is in use', () => {
  const points = [
    { channel: 'email', address: 'ada@shop.example', state: 'active' },
    { channel: 'sms', address: '+447700900003', state: 'invalid' },
    { channel: 'sms', address: '+447700900002', state: 'active' },
    { channel: 'sms', address: '+447700900001', state: 'active' },
  ];
  expect(addressIn(points, 'sms')).toBe('+447700900002');
  expect(addressIn(points, 'push')).toBeUndefined();
});
