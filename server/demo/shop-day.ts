import type { Instant } from '@wend/engine';
import type { ShopOrder } from './orders.ts';
import { identifyEvent, orderEvent, type ShopEvent } from './shop-events.ts';
import type { DemoTimeline } from './timeline.ts';

/** A day of the shop passes in a minute. */
export const DAY_LASTS_MS = 60_000;

export interface ShopDay {
  /** Who is new, told when the day begins. Told again on each of their days: by the same id, so it counts once. */
  readonly people: readonly ShopEvent[];
  readonly orders: readonly { readonly at: Instant; readonly event: ShopEvent }[];
}

/** What happens on a day of the replay, the first being 0. The six weeks come again and again, each loop with other people. */
export function shopDay({ days, index }: DemoTimeline, since: Instant, day: number): ShopDay {
  const loop = Math.floor(day / days.length) + 1;
  const beginsAt = since + day * DAY_LASTS_MS;
  const today = (days[day % days.length] ?? []).map(({ order, offset }) => ({ order: inLoop(order, loop), offset }));
  const newcomers = new Map(loop === 1 ? [] : today.map(({ order }) => [order.customer, order]));
  const indexOf = ({ customer }: ShopOrder): number =>
    (index.get(customer.split('-')[0] ?? '') ?? 0) + (loop - 1) * index.size;
  return {
    people: [...newcomers.values()].map((order) => identifyEvent(order, indexOf(order), beginsAt)),
    orders: today.map(({ order, offset }) => {
      const at = beginsAt + offset * DAY_LASTS_MS;
      return { at, event: orderEvent(order, at, String(loop)) };
    }),
  };
}

/** In the first loop they are the customers of the history, afterwards people who were never seen before. */
function inLoop(order: ShopOrder, loop: number): ShopOrder {
  return loop === 1 ? order : { ...order, customer: `${order.customer}-${loop}` };
}
