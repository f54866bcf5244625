import type { Instant } from '@wend/engine';
import { expect, it } from 'vitest';
import { aShop, type Shop } from './a-shop.ts';
import { passNineMonths, start } from './nine-months.ts';

it('gives the known answers of a real shop: sixty days of silence, with re-entry', async () => {
  const shop = await aShop(start);
  const { journeyId } = await shop.publish({
    name: 'Win-back',
    timeZone: 'UTC',
    entry: { kind: 'event', event: 'Order Completed', reentry: { kind: 'always' } },
    exits: [{ event: 'Order Completed' }],
    steps: {
      silence: {
        type: 'wait',
        v: 1,
        name: 'Silence',
        config: { until: 'date', date: { from: 'event', path: 'at' }, offset: { by: 'P60D', direction: 'after' } },
      },
      back: {
        type: 'update-profile',
        v: 1,
        name: 'Come back',
        config: { changes: [{ attribute: 'lapsed', set: { to: 'add', value: 1 } }] },
      },
    },
    edges: [
      { from: 'entry', port: 'next', to: 'silence' },
      { from: 'silence', port: 'next', to: 'back' },
    ],
  });
  await passNineMonths(shop, async ({ until, orders }, pass) => {
    const due = await dueBefore(shop, until);
    // Whoever orders on the very day on which their silence ends is looked at in between: first one, then the other.
    const between = orders.flatMap(({ customer, at }) => (due.get(customer) ?? []).filter((dueAt) => dueAt < at));
    for (const dueAt of [...new Set(between)].sort((a, b) => a - b))
      await pass(
        dueAt,
        orders.filter(({ at }) => at <= dueAt),
      );
    await pass(until, orders);
  });
  const [answer] = await shop.database.sql`
    select count(*)::int as triggers, count(distinct v.profile_id)::int as customers from visits v
    join runs r on r.workspace_id = v.workspace_id and r.profile_id = v.profile_id and r.id = v.run_id
    where r.journey_id = ${journeyId} and v.step = 'back'`;
  expect(answer).toEqual({ triggers: 3_313, customers: 2_608 });
}, 600_000);

/** When the waits of customers end that end before this instant. */
async function dueBefore(shop: Shop, until: Instant): Promise<ReadonlyMap<string, readonly Instant[]>> {
  const rows = await shop.database.sql<{ customer: string; due: string }[]>`
    select i.value as customer, (extract(epoch from r.due_at) * 1000)::bigint::text as due
    from runs r join profile_identities i on i.workspace_id = r.workspace_id and i.profile_id = r.profile_id and i.kind = 'user'
    where r.ended_at is null and r.due_at <= ${new Date(until).toISOString()}`;
  const due = new Map<string, Instant[]>();
  for (const row of rows) due.set(row.customer, [...(due.get(row.customer) ?? []), Number(row.due)]);
  return due;
}
