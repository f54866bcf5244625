import { fireEvent, screen } from '@testing-library/react';
import { beforeEach, expect, it } from 'vitest';
import { inJourney } from '../testing/in-journey.tsx';
import { usePlacing } from './placing.ts';
import { StepList } from './step-list.tsx';

const placed: string[] = [];
beforeEach(() => {
  placed.length = 0;
  // As in browsers whose scrolling answers a promise.
  Element.prototype.scrollIntoView = () => Promise.resolve() as unknown as undefined;
  usePlacing.setState({ place: ({ from, port }, type) => void placed.push(`${type} after ${from} ${port}`) });
  inJourney(<StepList />);
  usePlacing.getState().open({ from: 'entry', port: 'next' }, { left: 10, bottom: 10 });
});
const field = () => screen.findByRole('combobox', { name: 'Find a step to add' });
const key = async (name: string) => fireEvent.keyDown(await field(), { key: name });
const chosen = () => screen.getAllByRole('option').find((option) => option.getAttribute('aria-selected') === 'true');

it('finds a step by a few letters, and Enter puts it there', async () => {
  fireEvent.change(await field(), { target: { value: 'e-ma' } });
  expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual(['E-mail']);
  await key('Enter');
  expect(placed).toEqual(['email after entry next']);
  expect(screen.queryByRole('combobox')).toBeNull();
});

it('walks by arrow keys, and says to a screen reader where one stands', async () => {
  await key('ArrowDown');
  await key('ArrowDown');
  await key('ArrowUp');
  expect(chosen()?.textContent).toBe('E-mail');
  expect((await field()).getAttribute('aria-activedescendant')).toBe(chosen()?.id);
  await key('Enter');
  expect(placed).toEqual(['email after entry next']);
});

it('lets go by Escape, and puts nothing where nothing is found', async () => {
  fireEvent.change(await field(), { target: { value: 'no such step' } });
  expect(screen.getByText('No step is called that.')).toBeTruthy();
  await key('Escape');
  expect([screen.queryByRole('combobox'), placed]).toEqual([null, []]);
});
