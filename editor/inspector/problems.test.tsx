import { fireEvent, screen } from '@testing-library/react';
import { aJourney } from '@wend/engine/testing';
import { beforeEach, expect, it } from 'vitest';
import { inJourney } from '../testing/in-journey.tsx';
import { Inspector } from './inspector.tsx';

beforeEach(() => {
  Element.prototype.scrollIntoView = () => {};
});
const inHand = () => {
  const { activeElement } = document;
  return [activeElement?.tagName, activeElement?.closest('[data-field]')?.getAttribute('data-field')];
};

it('leads from what is wrong to the field that is meant, also in another language', () => {
  const words = { body: 'Hi', languages: { fr: { body: '' }, de: { body: 'Hallo' } } };
  const journey = aJourney().entry('Cart Updated').step('sms', words, 'nudge').document();
  const store = inJourney(<Inspector>{null}</Inspector>, { document: journey });
  fireEvent.click(screen.getByRole('button', { name: /^SMS: The message is empty, in French/ }));
  expect(store.getState().selected).toBe('nudge');
  expect(inHand()).toEqual(['TEXTAREA', 'languages.fr.body']);
  expect(screen.getByRole('button', { name: /^French/ }).getAttribute('aria-pressed')).toBe('true');
});

it('leads to the nearest field around one that the form does not show, and to the list where there are several', () => {
  const journey = aJourney().entry('Cart Updated').wait('P1D', 'hold').document();
  const store = inJourney(<Inspector>{null}</Inspector>, { document: { ...journey, name: 'Cart' } });
  store.getState().seek({ step: 'hold', field: 'for.0.deep' });
  expect(store.getState().selected).toBe('hold');
  return expect.poll(inHand).toEqual(['INPUT', 'for']);
});
