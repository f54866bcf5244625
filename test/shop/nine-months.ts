import { grouped, type Instant } from '@wend/engine';
import { expect } from 'vitest';
import { readShopOrders, type ShopOrder } from '../../server/demo/orders.ts';
import { orderEvent } from '../../server/demo/shop-events.ts';
import type { Shop } from './a-shop.ts';

export interface ShopDay {
  readonly until: Instant;
  readonly orders: readonly ShopOrder[];
}

export const DAY_MS = 86_400_000;
const orders = readShopOrders();
export const start = Math.floor((orders[0]?.at ?? 0) / DAY_MS) * DAY_MS;
/** Days after which the tables hold twice as much as at the look before. */
const LOOKS = new Set([1, 2, 4, 8, 16, 32, 64, 128]);
/** The last line of the source, cancellations included. */
export const end = orders.at(-1)?.at ?? 0;

/** Lets the days pass one after the other, each as `passDay` lets it; by itself a driver is late by a day, and a matcher is not. */
export async function passNineMonths(
  shop: Shop,
  passDay: (day: ShopDay, passTogether: (until: Instant, some: readonly ShopOrder[]) => Promise<void>) => Promise<void>,
): Promise<void> {
  const pass = posting(shop);
  for (const [day, orders] of daily().entries()) {
    // Autovacuum has no time to learn how full tables are when nine months pass in a minute.
    if (LOOKS.has(day)) await shop.database.sql`analyze runs, waits, convoys, events, profiles, profile_identities`;
    await passDay(orders, pass);
  }
}

function daily(): readonly ShopDay[] {
  const days = Math.floor((end - start) / DAY_MS) + 1;
  const ofDay = grouped(orders, ({ at }) => Math.floor((at - start) / DAY_MS));
  return Array.from({ length: days }, (_, day) => ({
    until: Math.min(end, start + (day + 1) * DAY_MS - 1),
    orders: ofDay.get(day) ?? [],
  }));
}

/** Moves the clock on, posts of these orders what has not been posted, and lets everything happen that follows. */
function posting(shop: Shop) {
  const seen = new Set<string>();
  const posted = new Set<string>();
  return async (until: Instant, some: readonly ShopOrder[]): Promise<void> => {
    shop.clock.moveTo(until);
    const events = some.filter(({ invoice }) => !posted.has(invoice)).flatMap((order) => eventsOf(order, seen));
    for (const { invoice } of some) posted.add(invoice);
    for (let from = 0; from < events.length; from += 200) {
      const { rejected } = await shop.post(events.slice(from, from + 200));
      expect(rejected).toEqual([]);
    }
    await shop.trips.runUntil(until);
  };
}

function eventsOf(order: ShopOrder, seen: Set<string>): readonly object[] {
  const event = orderEvent(order, order.at, '');
  if (seen.has(order.customer)) return [event];
  seen.add(order.customer);
  const who = {
    type: 'identify',
    messageId: `id-${order.customer}`,
    userId: order.customer,
    timestamp: event.timestamp,
    traits: { country: order.country },
  };
  return [who, event];
}
