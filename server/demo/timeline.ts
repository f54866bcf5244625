import type { Instant } from '@wend/engine';
import type { ShopOrder } from './orders.ts';
import { customerIndex } from './shop-events.ts';

export const DAY_MS = 86_400_000;
const HELD_BACK_DAYS = 42;

export interface DemoTimeline {
  /** Orders before the last six weeks, shifted by whole days so that they end just before `now`. */
  readonly history: readonly ShopOrder[];
  /** The last six weeks, a list a day, with the offset of each order in its day (0–1). */
  readonly days: readonly (readonly { readonly order: ShopOrder; readonly offset: number }[])[];
  /** All customers by number. */
  readonly index: ReadonlyMap<string, number>;
}

/** Cuts the sample in two and dates its history anew, once, at seed. */
export function timelineOf(orders: readonly ShopOrder[], now: Instant): DemoTimeline {
  const last = orders.at(-1)?.at ?? 0;
  const endOfData = Math.ceil(last / DAY_MS) * DAY_MS;
  const cut = endOfData - HELD_BACK_DAYS * DAY_MS;
  const shift = Math.floor((now - cut) / DAY_MS) * DAY_MS;
  const history = orders.filter((order) => order.at < cut).map((order) => ({ ...order, at: order.at + shift }));
  const days = Array.from({ length: HELD_BACK_DAYS }, (_, day) => {
    const from = cut + day * DAY_MS;
    return orders
      .filter((order) => order.at >= from && order.at < from + DAY_MS)
      .map((order) => ({ order, offset: (order.at - from) / DAY_MS }));
  });
  return { history, days, index: customerIndex(orders) };
}
