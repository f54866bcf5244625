import type { Instant } from '@wend/engine';
import { request } from 'undici';
import type { ShopOrder } from './orders.ts';
import { customerIndex, identifyEvent, orderEvent, type ShopEvent } from './shop-events.ts';

const BATCH = 200;

export interface Intake {
  /** Origin of the product, e.g. `http://127.0.0.1:4600`. */
  readonly url: string;
  readonly writeKey: string;
}

/** Brings the shop's past in by the public import: it is stored and counted, and starts nobody on a journey. */
export async function importHistory(
  intake: Intake,
  history: readonly ShopOrder[],
  everybody: readonly ShopOrder[],
): Promise<number> {
  const events = historyEvents(history, everybody);
  for (let from = 0; from < events.length; from += BATCH) await importBatch(intake, events.slice(from, from + BATCH));
  return events.length;
}

/** Who the customers are, then what they ordered. People who first order later are known from the start as well. */
function historyEvents(history: readonly ShopOrder[], everybody: readonly ShopOrder[]): ShopEvent[] {
  const index = customerIndex(everybody);
  const first = new Map<string, ShopOrder>();
  for (const order of everybody) if (!first.has(order.customer)) first.set(order.customer, order);
  const start: Instant = history[0]?.at ?? 0;
  const people = [...first.values()].map((order) => identifyEvent(order, index.get(order.customer) ?? 0, start));
  return [...people, ...history.map((order) => orderEvent(order, order.at, ''))];
}

async function importBatch({ url, writeKey }: Intake, batch: readonly ShopEvent[]): Promise<void> {
  const { statusCode, body } = await request(`${url}/v1/import`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
    },
    body: JSON.stringify({ batch }),
  });
  const answer = await body.text();
  if (statusCode !== 200) throw new Error(`The import was answered with ${statusCode}: ${answer.slice(0, 200)}`);
}
