import type { Sql } from 'postgres';
import { writeLike } from './copied.ts';

const AT_ONCE = 250_000;
/** What people do, and each as often. */
const names = ['Product Viewed', 'Product Added', 'Cart Viewed', 'Search Made', 'Page Read', 'Order Completed'];
/** It happened a few times, long ago. */
export const RARE = 'Warranty Claimed';

/** So many events of everybody, processed long ago. What they said beside is left out, for the disk's sake. */
export async function growEvents(sql: Sql, people: number, count: number): Promise<void> {
  await sql`create table growth.events as select row_number() over (order by id) - 1 as nth, * from events where name = 'Product Viewed' order by id limit 100`;
  const list = names.map((name) => `'${name}'`).join(', ');
  for (let first = 1; first <= count; first += AT_ONCE) {
    const last = Math.min(count, first + AT_ONCE - 1);
    const pairs = `(select n, interval '700 days' * (1 - n::float8 / ${count + 1}) + interval '1 day' as back from generate_series(${first}, ${last}) n) m
      join growth.events t on t.nth = m.n % 100 join growth.people p on p.n = 1 + (m.n::bigint * 7919) % ${people}`;
    await writeLike(sql, 'events', pairs, {
      ...{ id: 'uuidv7(-m.back)', profile_id: 'p.profile_id', message_id: `'old-event-' || m.n`, context: `'{}'` },
      ...{ user_id: `'old-' || p.n`, anonymous_id: 'null' },
      name: `case when m.n < 1000 and m.n % 50 = 0 then '${RARE}' else (array[${list}])[1 + m.n % ${names.length}] end`,
    });
  }
}
