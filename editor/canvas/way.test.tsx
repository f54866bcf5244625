import { screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { useLiveNumbers } from '../live/context.ts';
import { inJourney } from '../testing/in-journey.tsx';
import { LiveLabel } from './way.tsx';

afterEach(() => useLiveNumbers.setState({ figures: undefined }));

const at = { points: '', plusAt: { x: 0, y: 0 }, labelAt: { x: 0, y: 0 } };
const wait = { arrived: 19_420, resting: 3_120, left: { next: 15_660 } };
const split = { arrived: 15_660, resting: 0, left: { a: 7_830 } };

it.each([
  ['the entry', { from: 'entry', port: 'next', label: '' }, '19,420 entered'],
  ['a step with one way on', { from: 'wait1', port: 'next', label: '' }, '15,660 · 80.6 %'],
  ['a choice', { from: 'split1', port: 'a', label: 'A' }, 'A 7,830 · 50 %'],
  ['a step where nobody was', { from: 'sms1', port: 'next', label: '' }, '0 · –'],
])('says on the path after %s how many took it, and of all who were there their share', (_, way, said) => {
  const totals = { entered: 19_420, inside: 0, converted: 0, parked: 0, ended: 0, revenue: 0, matcherBehindMs: 0 };
  useLiveNumbers.setState({ figures: { ...totals, steps: { wait1: wait, split1: split } } });
  inJourney(<LiveLabel data={{ ...at, ...way }} />);
  expect(screen.getByRole('button').textContent).toBe(said);
});
