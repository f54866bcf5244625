import type { EntranceId, ProfileId, SegmentId } from '@wend/engine';
import { readBundle } from '@wend/workflows/bundle';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseClock } from '../../server/clock/index.ts';
import { newId } from '../../server/ids/index.ts';
import { entrances, runs, segments } from '../../server/tables/index.ts';
import { askEntrances } from '../../server/trips/index.ts';
import { temporalAddress, until, workflowBundle } from '../harness/index.ts';
import { aLiveBed, type LiveBed } from './bed/live-bed.ts';
import { aDocument } from './bed/nodes.ts';

let bed: LiveBed;
beforeAll(async () => {
  const [temporal, bundle] = await Promise.all([temporalAddress(), workflowBundle().then(readBundle)]);
  bed = await aLiveBed({ temporal, bundle });
});
afterAll(() => bed.close());

it('lets a segment into a journey on Temporal: everybody gets the message once', async () => {
  const { db, workspaceId } = bed;
  const [segmentId, id] = [newId<SegmentId>(), newId<EntranceId>()];
  const condition = { kind: 'attribute', path: 'tier', op: 'is', value: 'gold' } as const;
  const at = await databaseClock.now(db);
  const people: ProfileId[] = [];
  for (let n = 0; n < 30; n += 1)
    people.push(await bed.person({ attributes: { tier: n % 3 === 0 ? 'silver' : 'gold' } }));
  await db
    .insert(segments)
    .values({ workspaceId, id: segmentId, name: 'Gold', condition, changedAt: at, createdAt: at });
  const document = aDocument({ nudge: { type: 'say' } });
  const entry = { kind: 'segment', segment: segmentId, when: 'asked', reentry: { kind: 'always' } } as const;
  const { journeyId } = await bed.journey({ ...document, entry });
  await db.transaction(async (tx) => {
    const own = { workspaceId, id, journeyId, segmentId, cause: 'asked', condition, startedAt: at } as const;
    await tx.insert(entrances).values({ ...own, upTo: people.toSorted().at(-1) ?? null });
    await askEntrances(tx, databaseClock, sql`true`);
  });
  bed.look();
  await until(async () => (await db.$count(runs, sql`ended_at is not null`)) === 20);
  const [entrance] = await db.select().from(entrances);
  expect(entrance).toMatchObject({ state: 'done', entered: 20 });
  expect(bed.provider.delivered).toHaveLength(20);
  expect(await db.$count(runs)).toBe(20);
  expect(bed.errors).toEqual([]);
});
