import { createHash } from 'node:crypto';
import type { Instant } from '@wend/engine';
import { aShop } from './a-shop.ts';

const names: Readonly<Record<string, string>> = {
  view: 'Product Viewed',
  cart: 'Product Added',
  purchase: 'Order Completed',
};
export const MINUTE_MS = 60_000;

/** A line of a clickstream: time, what was done, product, category, its code, brand, price, user, session. */
export interface Row {
  readonly at: Instant;
  readonly isWhole: boolean;
  readonly event: object;
}

/** A row as an event; a torn one keeps what it has, and that is not enough to say who it was. */
export function rowOf(line: string): Row {
  const columns = line.split(',');
  const [time = '', kind = '', product = '', , , , price = '', user = ''] = columns;
  const at = Date.parse(time.replace(' UTC', 'Z').replace(' ', 'T'));
  const isWhole = columns.length === 9;
  return {
    at,
    isWhole,
    event: {
      type: 'track',
      messageId: createHash('sha256').update(line).digest('hex'),
      event: names[kind],
      timestamp: new Date(at).toISOString(),
      properties: { product_id: product, price: Number(price), revenue: Number(price) },
      ...(isWhole ? { userId: user } : {}),
    },
  };
}

export interface Carts {
  /** Why rows were refused. */
  readonly refused: readonly string[];
  readonly events: number;
  readonly people: number;
  /** For each window: whose first cart is at least as old as the window at the end, and how many of them bought within it. */
  readonly answers: readonly { readonly entered: number; readonly bought: number }[];
}

/** Sends a clickstream through a shop in which a cart waits to be bought; goals of so many minutes count who did. */
export async function passCarts(rows: readonly Row[], windows: readonly number[]): Promise<Carts> {
  const [start, end] = [rows[0]?.at ?? 0, rows.filter(({ isWhole }) => isWhole).at(-1)?.at ?? 0];
  const shop = await aShop(start);
  const { journeyId } = await shop.publish({
    name: 'Abandoned cart',
    entry: { kind: 'event', event: 'Product Added', reentry: { kind: 'never' } },
    goals: windows.map((minutes) => ({
      event: 'Order Completed',
      within: `PT${minutes}M`,
      endsJourney: minutes === Math.max(...windows),
    })),
    steps: {
      hold: {
        type: 'wait',
        v: 1,
        name: 'Wait',
        config: { until: 'duration', for: `PT${Math.max(...windows) + 1}M` },
      },
    },
    edges: [{ from: 'entry', port: 'next', to: 'hold' }],
  });
  const refused: string[] = [];
  for (let from = start; from <= end; from += 5 * MINUTE_MS) {
    const some = rows.filter(({ at }) => at >= from && at < from + 5 * MINUTE_MS);
    shop.clock.moveTo(from + 5 * MINUTE_MS);
    for (let n = 0; n < some.length; n += 500) {
      const { rejected } = await shop.post(some.slice(n, n + 500).map(({ event }) => event));
      refused.push(...rejected.map(({ reason }) => reason));
    }
    await shop.trips.runUntil(from + 5 * MINUTE_MS);
  }
  const [stored] = await shop.database.sql<{ events: number; people: number }[]>`
    select count(*)::int as events, count(distinct profile_id)::int as people from events`;
  const answers = await Promise.all(
    windows.map(async (minutes, goal) => {
      const [row] = await shop.database.sql<{ entered: number; bought: number }[]>`
        select count(distinct r.id)::int as entered, count(distinct c.run_id)::int as bought
        from runs r left join conversions c on c.workspace_id = r.workspace_id and c.profile_id = r.profile_id and c.run_id = r.id and c.goal = ${goal}
        where r.journey_id = ${journeyId} and r.entered_at <= ${new Date(end - minutes * MINUTE_MS).toISOString()}`;
      return row ?? { entered: 0, bought: 0 };
    }),
  );
  return { refused, events: stored?.events ?? 0, people: stored?.people ?? 0, answers };
}
