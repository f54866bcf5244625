import { expect, it } from 'vitest';
import { howLong, isSerious, type Lateness, standingOf, standsAt } from './lateness.ts';

const minute = 60_000;
const upToDate: Lateness = { eventsMs: 900, peopleMs: 2_000, messagesMs: 0, missing: [], silentProviders: [] };
const titleOf = (change: Partial<Lateness>) => standingOf({ ...upToDate, ...change }).title;

it('says that everything is up to date, also where something takes its moment', () => {
  expect(titleOf({})).toBe('Everything is up to date');
  expect(titleOf({ peopleMs: minute - 1 })).toBe('Everything is up to date');
});

it('says what is late, for how long and why, in words', () => {
  const silentProviders = [
    { channel: 'sms', name: 'One' },
    { channel: 'sms', name: 'Other' },
  ];
  expect(titleOf({ messagesMs: 3 * minute, silentProviders })).toBe(
    'Messages run 3 minutes late: the provider for SMS does not answer',
  );
  expect(titleOf({ eventsMs: 2 * minute, peopleMs: minute, missing: ['matcher', 'temporal'] })).toBe(
    'Events are processed 2 minutes late: the part that processes events does not answer and Temporal, which keeps the time, does not answer',
  );
  expect(titleOf({ peopleMs: 3_600_000 })).toBe('People go on 1 hour late');
  expect(titleOf({ missing: ['worker'] })).toBe(
    'Nothing is late yet, but the part that moves people and sends messages does not answer',
  );
});

it('blames no provider where nothing is late', () => {
  expect(titleOf({ silentProviders: [{ channel: 'sms', name: 'One' }] })).toBe('Everything is up to date');
});

it('is serious from five minutes on', () => {
  expect(isSerious({ ...upToDate, messagesMs: 5 * minute - 1 })).toBe(false);
  expect(isSerious({ ...upToDate, messagesMs: 5 * minute })).toBe(true);
  expect(standingOf({ ...upToDate, eventsMs: 5 * minute }).tone).toBe('danger');
  expect(standingOf({ ...upToDate, eventsMs: 4 * minute }).tone).toBe('warning');
});

it('says how long', () => {
  expect([59_999, minute, 119 * minute, 26 * 60 * minute].map(howLong)).toEqual([
    '59 seconds',
    '1 minute',
    '1 hour',
    '1 day',
  ]);
  expect([0, minute].map(standsAt)).toEqual(['Up to date', '1 minute late']);
});
