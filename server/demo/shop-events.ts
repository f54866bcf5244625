import type { Instant, JsonObject } from '@wend/engine';
import { pushTokenOf, traitsOf } from './customers.ts';
import type { ShopOrder } from './orders.ts';

/** An event in Segment's words, as a batch carries it. */
export interface ShopEvent {
  readonly type: 'identify' | 'track';
  readonly messageId: string;
  readonly userId: string;
  readonly timestamp: string;
  readonly event?: string;
  readonly properties?: JsonObject;
  readonly traits?: JsonObject;
  readonly context?: JsonObject;
}

/** The customers of these orders by number, in the order of their first one: the index gives each a phone number of its own. */
export function customerIndex(orders: readonly ShopOrder[]): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  for (const { customer } of orders) if (!index.has(customer)) index.set(customer, index.size);
  return index;
}

export function identifyEvent(order: ShopOrder, index: number, at: Instant): ShopEvent {
  return {
    type: 'identify',
    messageId: `demo-identify-${order.customer}`,
    userId: order.customer,
    timestamp: new Date(at).toISOString(),
    traits: traitsOf(order, index),
    context: { device: { token: pushTokenOf(order.customer) } },
  };
}

/** `round` tells the loops of the replay apart, so that each brings new orders. */
export function orderEvent(order: ShopOrder, at: Instant, round: string): ShopEvent {
  return {
    type: 'track',
    messageId: `demo-${round}-${order.invoice}`,
    userId: order.customer,
    timestamp: new Date(at).toISOString(),
    event: order.kind === 'order' ? 'Order Completed' : 'Order Cancelled',
    properties: {
      order_id: round === '' ? order.invoice : `${order.invoice}-${round}`,
      revenue: order.revenue,
      currency: 'GBP',
      items: order.items,
      ...(order.product === '' ? {} : { product: order.product }),
    },
  };
}
