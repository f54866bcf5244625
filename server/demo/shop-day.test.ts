import { expect, it } from 'vitest';
import { addressesOf } from '../matcher/learn/addresses.ts';
import { readShopOrders, type ShopOrder } from './orders.ts';
import { DAY_LASTS_MS, shopDay } from './shop-day.ts';
import type { ShopEvent } from './shop-events.ts';
import { DAY_MS, timelineOf } from './timeline.ts';

const orders = readShopOrders();
const now = Date.parse('2026-11-24T18:00:00Z');
const timeline = timelineOf(orders, now);
const daysOfALoop = timeline.days.length;
const loopOf = (loop: number) =>
  Array.from({ length: daysOfALoop }, (_, day) => shopDay(timeline, now, (loop - 1) * daysOfALoop + day));
const [first, second, third] = [loopOf(1), loopOf(2), loopOf(3)];

const ordersOf = (loop: typeof first) => loop.flatMap((day) => day.orders.map(({ event }) => event));
const peopleOf = (loop: typeof first) => [
  ...new Map(loop.flatMap(({ people }) => people).map((one) => [one.userId, one])).values(),
];
const buyersOf = (loop: typeof first) => new Set(ordersOf(loop).map(({ userId }) => userId));
const trait = (name: string) => (one: ShopEvent) => one.traits?.[name];

it('dates the history anew by whole days, so that it ends now', () => {
  const last = timeline.history.at(-1)?.at ?? 0;
  expect(last).toBeLessThanOrEqual(now);
  expect(last).toBeGreaterThan(now - 3 * DAY_MS);
  const shift = (timeline.history[0]?.at ?? 0) - (orders[0]?.at ?? 0);
  expect(shift % DAY_MS).toBe(0);
  expect(timeline.history.every(({ at }, n) => at - (orders[n]?.at ?? 0) === shift)).toBe(true);
  expect(timeline.history.length + timeline.days.flat().length).toBe(orders.length);
});

it('lets a day of the shop pass in a minute, in the order of its hours', () => {
  const invoices = (some: readonly ShopOrder[]) => some.map(({ invoice }) => `${invoice}-1`);
  for (const [day, { orders: today }] of first.entries()) {
    const times = today.map(({ at }) => at - now);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.every((ms) => ms >= day * DAY_LASTS_MS && ms < (day + 1) * DAY_LASTS_MS)).toBe(true);
    const held = (timeline.days[day] ?? []).map(({ order }) => order);
    expect(today.map(({ event }) => event.properties?.['order_id'])).toEqual(invoices(held));
  }
});

it('brings the customers of the history in its first loop, and in each other one people who are new', () => {
  const known = new Set(orders.map(({ customer }) => customer));
  expect([...buyersOf(first)].every((id) => known.has(id))).toBe(true);
  expect(peopleOf(first)).toEqual([]);
  for (const loop of [second, third]) {
    expect(buyersOf(loop).size).toBe(buyersOf(first).size);
    expect(new Set(peopleOf(loop).map(({ userId }) => userId))).toEqual(buyersOf(loop));
  }
  const all = [first, second, third].flatMap((loop) => [...buyersOf(loop)]);
  expect(new Set(all).size).toBe(all.length);
  const ids = [first, second, third].flatMap((loop) => ordersOf(loop).flatMap((e) => [e.messageId, e.properties]));
  expect(new Set(ids.map((id) => JSON.stringify(id))).size).toBe(ids.length);
});

it('tells of who is new before they order, once', () => {
  for (const loop of [second, third]) {
    const told = new Map<string, string>();
    for (const { people, orders: today } of loop) {
      for (const { userId, messageId } of people) expect(told.get(userId) ?? messageId).toBe(messageId);
      for (const { userId, messageId } of people) told.set(userId, messageId);
      expect(today.every(({ event }) => told.has(event.userId))).toBe(true);
    }
    expect(new Set(told.values()).size).toBe(told.size);
  }
});

it('gives everybody addresses of their own that nobody else can have', () => {
  const everybody = [...peopleOf(second), ...peopleOf(third), ...peopleOf(loopOf(60))];
  for (const read of [trait('email'), trait('phone'), ({ context }: ShopEvent) => JSON.stringify(context)])
    expect(new Set(everybody.map(read)).size).toBe(everybody.length);
  expect(everybody.map(trait('email')).every((address) => /@customers\.example$/.test(String(address)))).toBe(true);
  const fictional = /^\+44(7700900|2079460|1134960|1144960|1154960|1164960|1174960|1184960)\d{3}$|^\+15550\d{6}$/;
  for (const phone of everybody.map(trait('phone'))) expect(phone).toMatch(fictional);
  for (const { traits = {} } of everybody) expect(addressesOf(traits, undefined)).toHaveLength(2);
});

it('gives most of them consent and some none', () => {
  for (const loop of [second, third]) {
    const people = peopleOf(loop);
    const consents = people.map((one) => Object.values(Object(trait('consent')(one))));
    const none = consents.filter((given) => !given.includes(true)).length / people.length;
    expect(none).toBeGreaterThan(0.1);
    expect(none).toBeLessThan(0.3);
  }
});
