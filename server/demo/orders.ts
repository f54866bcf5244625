import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Instant } from '@wend/engine';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** One order (or cancellation) of the sample shop; `revenue` in pounds, negative for a cancellation. */
export interface ShopOrder {
  readonly at: Instant;
  readonly invoice: string;
  readonly customer: string;
  readonly kind: 'order' | 'cancel';
  readonly revenue: number;
  readonly items: number;
  readonly country: string;
  /** The line that cost most; '' for a cancellation. */
  readonly product: string;
}

const row = z
  .object({
    at: z.iso.datetime(),
    invoice: z.string(),
    customer: z.string(),
    kind: z.enum(['order', 'cancel']),
    revenue: z.coerce.number(),
    items: z.coerce.number(),
    country: z.string(),
    product: z.string(),
  })
  .transform(({ at, ...order }): ShopOrder => ({ ...order, at: Date.parse(at) }));

const SAMPLE = new URL('./data/orders.csv.gz', import.meta.url);

/** All orders of the sample, in the order of their times. */
export function readShopOrders(file: URL = SAMPLE): ShopOrder[] {
  return z.array(row).parse(parse(gunzipSync(readFileSync(file)), { columns: true }));
}
