import type { EventId, SourceId, WorkspaceId } from '@wend/engine';
import { eq } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed, START } from '../../test/run-loop/bed/test-bed.ts';
import { newId } from '../ids/index.ts';
import {
  callbacks,
  calls,
  entryRecords,
  eventIds,
  eventQueue,
  events,
  linkTokens,
  messageEvents,
  messageLinks,
  messages,
  rejectedEvents,
  runs,
  sources,
  visits,
  waits,
  workspaces,
} from '../tables/index.ts';
import { forget } from './forget.ts';
import { tick } from './tick.ts';

const DAY = 24 * 3_600_000;
const [old, young] = [START - 31 * DAY, START - 29 * DAY];

it('lets go of what was refused or called back thirty days ago, of its own workspace, and of nothing younger', async () => {
  const bed = await aTestBed();
  onTestFinished(() => bed.close());
  const { db, clock, trips, driver, workspaceId } = bed;
  const other = newId<WorkspaceId>();
  await db.insert(workspaces).values({ id: other, name: 'Other', createdAt: START });
  const source = { name: 'Shop', kind: 'server', keyHint: '', createdAt: START } as const;
  for (const id of [workspaceId, other]) {
    const sourceId = newId<SourceId>();
    await db.insert(sources).values({ ...source, workspaceId: id, id: sourceId, keyHash: sourceId });
    for (const receivedAt of [old, young]) {
      const own = { workspaceId: id, id: newId(), receivedAt };
      await db.insert(rejectedEvents).values({ ...own, sourceId, reason: '', excerpt: 'ada@example.com' });
      await db.insert(callbacks).values({ ...own, providerId: newId(), headers: {}, body: '+4366412345' });
    }
  }
  const left = async (of: WorkspaceId) =>
    [...(await db.select().from(rejectedEvents)), ...(await db.select().from(callbacks))]
      .flatMap((row) => (row.workspaceId === of ? [row.receivedAt] : []))
      .sort();
  await tick({ db, clock, trips, ...driver }, { workspaceId, epoch: 1 });
  expect(await left(workspaceId)).toEqual([young, young]);
  expect(await left(other)).toEqual([old, old, young, young]);
  await forget({ db, clock }, other);
  expect(await left(other)).toEqual([young, young]);
});

it('takes an event that is sent again after a week for another one, and no sooner', async () => {
  const bed = await aTestBed();
  onTestFinished(() => bed.close());
  const { db, clock, workspaceId } = bed;
  const known = (messageId: string, receivedAt: number) => ({
    workspaceId,
    messageId,
    eventId: newId<EventId>(),
    receivedAt,
  });
  await db.insert(eventIds).values([known('old', START - 8 * DAY), known('young', START - 6 * DAY)]);
  await forget({ db, clock }, workspaceId);
  expect((await db.select().from(eventIds)).map(({ messageId }) => messageId)).toEqual(['young']);
});

it('lets go of events and of ended runs with all that hangs on them, once they are as old as the operator says', async () => {
  const bed = await aTestBed();
  onTestFinished(() => bed.close());
  const { db, clock, workspaceId } = bed;
  const journey = await bed.journey(
    aDocument({ nudge: { type: 'say' }, pause: { type: 'rest', config: { for: 'PT1H' } } }),
  );
  const [ada, bo] = [await bed.person(), await bed.person()];
  const over = await bed.enter(journey, ada);
  await bed.trips.runUntil(START + 2 * 3_600_000);
  const [message] = await bed.messages(over);
  if (!message) throw new Error('Nothing was sent');
  const ofMessage = { workspaceId, profileId: ada, messageId: message.id };
  await db.insert(messageEvents).values({ ...ofMessage, kind: 'clicked', dedupe: 'x', at: START, recordedAt: START });
  await db.insert(messageLinks).values({ ...ofMessage, n: 1, url: 'https://shop.example' });
  await db.insert(linkTokens).values({ ...ofMessage, n: 1, token: 'abcdefgh' });
  const live = await bed.enter(journey, bo);
  await bed.trips.runUntil(START + 2 * 3_600_000 + 60_000);
  const eventIdsSaid = [await bed.learn(ada, 'Seen'), await bed.learn(bo, 'Seen')];
  const parked = eventIdsSaid[1];
  if (parked === undefined) throw new Error('Nothing was learned');
  await db.delete(eventQueue);
  await db
    .insert(eventQueue)
    .values({ workspaceId, eventId: parked, partition: 0, receivedAt: START, parkedAt: START });
  const left = async () => ({
    runs: (await db.select().from(runs)).map(({ id }) => id),
    messages: (await db.select().from(messages)).map(({ runId }) => runId),
    visits: [...new Set((await db.select().from(visits)).map(({ runId }) => runId))],
    links: (await db.$count(messageLinks)) + (await db.$count(linkTokens)) + (await db.$count(messageEvents)),
    waits: await db.$count(waits, eq(waits.runId, over)),
    events: (await db.select().from(events)).map(({ id }) => id),
  });
  const before = await left();
  expect(before.runs.sort()).toEqual([over, live].sort());
  expect(before.links).toBe(3);
  expect(before.waits).toBe(1);

  clock.moveTo(START + 92 * DAY);
  await forget({ db, clock }, workspaceId);
  expect(await left()).toEqual(before);
  await forget({ db, clock, keepDays: 95 }, workspaceId);
  expect(await left()).toEqual(before);

  const entered = await db.$count(entryRecords);
  await forget({ db, clock, keepDays: 90 }, workspaceId);
  expect(await left()).toEqual({
    runs: [live],
    messages: [live],
    visits: [live],
    links: 0,
    waits: 0,
    events: [parked],
  });
  expect(await db.$count(calls)).toBe(0);
  expect(await db.$count(entryRecords)).toBe(entered);
});
