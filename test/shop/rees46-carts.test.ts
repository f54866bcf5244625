import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { checkout } from '../harness/started.ts';
import { aShop } from './a-shop.ts';

// Free to use with its source named (REES46 Marketing Platform, "eCommerce behavior data from multi category store"), not to be
// passed on: who has the file says where it lies.
const file = join(
  process.env['WEND_DATA'] ?? join(checkout, '../shared/data'),
  'rees46-carts/2019-Oct.first-17434-events.csv.gz',
);
const names: Readonly<Record<string, string>> = {
  view: 'Product Viewed',
  cart: 'Product Added',
  purchase: 'Order Completed',
};
const MINUTE_MS = 60_000;

interface Row {
  readonly at: number;
  readonly event: object;
}

/** A row as an event; a torn one keeps what it has, and that is not enough to say who it was. */
function eventOf(line: string): Row {
  const columns = line.split(',');
  const [time = '', kind = '', product = '', , , , price = '', user = ''] = columns;
  const at = Date.parse(time.replace(' UTC', 'Z').replace(' ', 'T'));
  const isWhole = columns.length === 9;
  return {
    at,
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

it.skipIf(!existsSync(file))(
  'gives the known answers of a real clickstream: carts bought or abandoned within 5, 10 and 15 minutes',
  async () => {
    const rows = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').slice(1).map(eventOf);
    const whole = rows.filter(({ event }) => 'userId' in event);
    const [start, end] = [rows[0]?.at ?? 0, whole.at(-1)?.at ?? 0];
    const shop = await aShop(start);
    const windows = [5, 10, 15];
    const { journeyId } = await shop.publish({
      name: 'Abandoned cart',
      entry: { kind: 'event', event: 'Product Added', reentry: { kind: 'never' } },
      goals: windows.map((minutes) => ({
        event: 'Order Completed',
        within: `PT${minutes}M`,
        endsJourney: minutes === 15,
      })),
      steps: { hold: { type: 'wait', v: 1, name: 'Wait', config: { until: 'duration', for: 'PT16M' } } },
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
    expect(refused).toHaveLength(1);
    const [stored] = await shop.database.sql`
    select count(*)::int as events, count(*) filter (where name = 'Product Added')::int as carts, count(distinct profile_id)::int as people from events`;
    // 17,433 whole rows, four of them repeats.
    expect(stored).toEqual({ events: 17_429, carts: expect.any(Number), people: 4_504 });
    const answers = await Promise.all(
      windows.map(async (minutes, goal) => {
        const [row] = await shop.database.sql`
        select count(distinct r.id)::int as entered, count(distinct c.run_id)::int as bought
        from runs r left join conversions c on c.workspace_id = r.workspace_id and c.profile_id = r.profile_id and c.run_id = r.id and c.goal = ${goal}
        where r.journey_id = ${journeyId} and r.entered_at <= ${new Date(end - minutes * MINUTE_MS).toISOString()}`;
        return row;
      }),
    );
    expect(answers).toEqual([
      { entered: 95, bought: 46 },
      { entered: 76, bought: 41 },
      { entered: 55, bought: 31 },
    ]);
  },
  300_000,
);
