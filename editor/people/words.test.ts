import { expect, it } from 'vitest';
import { eventName, fateOf, labelOf, valueOf } from './words.ts';

it('says of a message how far it came, not every stage on the way', () => {
  expect(fateOf({ state: 'accepted', deliveredAt: '2026-11-24T09:00:00Z' })[0]).toBe('Delivered');
  expect(fateOf({ state: 'accepted', deliveredAt: '2026-11-24T09:00:00Z', clickedAt: '2026-11-24T09:01:00Z' })[0]).toBe(
    'Clicked',
  );
  expect(fateOf({ state: 'skipped' })[0]).toBe('Skipped');
});

it('turns the names of programs into labels', () => {
  expect(['firstName', 'lifetime_value', 'cart.id'].map(labelOf)).toEqual(['First name', 'Lifetime value', 'Cart id']);
});

it('shows values as a reader writes them', () => {
  expect(valueOf(true)).toBe('Yes');
  expect(valueOf(null)).toBe('–');
  expect(valueOf({ postCode: 'N1', isHome: false })).toBe('Post code: N1 · Is home: No');
  expect(valueOf([1, 2, 3, 4])).toBe('4 items');
});

it('names what has no name of its own by its kind', () => {
  expect(eventName({ name: '', type: 'identify' })).toBe('Details updated');
  expect(eventName({ name: 'identify', type: 'identify' })).toBe('Details updated');
  expect(eventName({ name: 'Order Completed', type: 'track' })).toBe('Order Completed');
});

it('knows no name by birth that came from outside', () => {
  expect(labelOf('constructor')).toBe('Constructor');
  expect(eventName({ name: 'constructor', type: 'track' })).toBe('constructor');
});
