import { expect, it } from 'vitest';
import { ruleFor } from '../sandbox/script.ts';
import { clickRules } from './clicks.ts';
import { pushTokenOf, traitsOf } from './customers.ts';
import { readShopOrders } from './orders.ts';
import { customerIndex } from './shop-events.ts';

const orders = readShopOrders();
const index = customerIndex(orders);
const customers = [...new Map(orders.map((order) => [order.customer, order])).values()];

/** The kinds that are called back about a message to each customer. */
const calledBack = {
  sms: customers.map((order) => kindsFor('sms', String(traitsOf(order, index.get(order.customer) ?? 0)['phone']))),
  email: customers.map((order) => kindsFor('email', String(traitsOf(order, 0)['email']))),
  push: customers.map(({ customer }) => kindsFor('push', pushTokenOf(customer))),
};

function kindsFor(channel: keyof typeof clickRules, to: string): readonly string[] {
  return ruleFor(clickRules[channel], { channel, to, before: 0 }).callbacks.map(({ kind }) => kind);
}

it.each([
  ['sms', 0.05, 0.15],
  ['email', 0.1, 0.2],
  ['push', 0.01, 0.1],
] as const)('lets some of the customers click what comes by %s, and most not', (channel, least, most) => {
  const clicking = calledBack[channel].filter((kinds) => kinds.includes('clicked')).length / customers.length;
  expect(clicking).toBeGreaterThan(least);
  expect(clicking).toBeLessThan(most);
});

it('delivers everything and lets nobody reply', () => {
  const all = Object.values(calledBack).flat();
  expect(all.every(([first]) => first === 'delivered')).toBe(true);
  expect(new Set(all.flat())).toEqual(new Set(['delivered', 'clicked']));
});
