import { expect, it } from 'vitest';
import { turnsOf } from './message-fate.tsx';

it('tells what became of a message in the order of time, with what held it back', () => {
  const turns = turnsOf({
    at: '2026-11-24T20:00:00Z',
    sendingAt: '2026-11-25T08:00:00Z',
    clickedAt: '2026-11-25T08:05:00Z',
    deferrals: [
      {
        gate: 'quiet-hours',
        why: 'Quiet until 8:00.',
        at: Date.parse('2026-11-24T20:00:01Z'),
        until: Date.parse('2026-11-25T08:00:00Z'),
      },
    ],
  });
  expect(turns.map(({ what }) => what)).toEqual(['Planned', 'Held back: quiet hours', 'Handed over', 'Clicked']);
  expect(turns[1]?.more).toBe('Quiet until 8:00.');
});

it('shows the rest where the reasons cannot be read', () => {
  expect(turnsOf({ at: '2026-11-24T20:00:00Z', deferrals: 'broken' })).toHaveLength(1);
});
