import type { MessageId } from '@wend/engine';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aMatcher, minute, on, type Scene } from '../../test/harness/a-matcher.ts';
import { aDatabase } from '../../test/harness/index.ts';
import { newId } from '../ids/index.ts';
import { eventQueue, journeys, messages, type Run, runs, waits } from '../tables/index.ts';
import { readLate } from './late.ts';

const nothing = { eventsMs: 0, runsMs: 0, messagesMs: 0, parkedRuns: 0, parkedEvents: 0 };

async function lateIn({ db, clock, workspaceId }: Scene) {
  const [found, ...others] = await readLate(db, clock, workspaceId);
  expect(others).toEqual([]);
  const { workspaceId: id, ...late } = found ?? { workspaceId: undefined };
  expect(id).toBe(workspaceId);
  return late;
}

/** A shop with one person who has just entered its journey. */
async function aShop() {
  const shop = await aMatcher(await aDatabase());
  const { journeyId } = await shop.publish({});
  await shop.say(on('Enter', 'ada'));
  await shop.settle();
  const [run] = await shop.runs();
  if (!run) throw new Error('Nobody entered');
  const passed = (minutes: number): void => shop.clock.moveTo(run.createdAt + minutes * minute);
  const change = (values: Partial<Run>) => shop.db.update(runs).set(values).where(eq(runs.id, run.id));
  return { shop, journeyId, run, passed, change };
}

it('tells how long the oldest event has waited, and not of those that were set aside', async () => {
  const { shop, passed, change, run } = await aShop();
  await change({ phase: 'ended', endedAt: run.createdAt, convoyId: null });
  await shop.say(on('Browsed', 'ada'));
  passed(2);
  await shop.say(on('Browsed', 'ada'));
  passed(3);
  expect(await lateIn(shop)).toEqual({ ...nothing, eventsMs: 3 * minute });
  const [first] = await shop.queue();
  await shop.db
    .update(eventQueue)
    .set({ parkedAt: Date.now() })
    .where(eq(eventQueue.seq, first?.seq ?? 0));
  expect(await lateIn(shop)).toEqual({ ...nothing, eventsMs: minute, parkedEvents: 1 });
});

it('tells how long ago the one was due who waits longest, in a convoy or at rest', async () => {
  const { shop, passed, change, run } = await aShop();
  passed(4);
  expect(await lateIn(shop)).toEqual({ ...nothing, runsMs: 4 * minute });
  await change({ convoyId: null, dueAt: run.createdAt + minute });
  expect(await lateIn(shop)).toEqual({ ...nothing, runsMs: 3 * minute });
  await change({ dueAt: run.createdAt + 5 * minute, phase: 'waiting' });
  expect(await lateIn(shop)).toEqual(nothing);
});

it('counts nobody as late who stands in a paused journey or is held up, and the latter apart', async () => {
  const { shop, passed, change, journeyId, run } = await aShop();
  passed(4);
  const pausedAt = run.createdAt;
  await shop.db.update(journeys).set({ state: 'paused', pausedAt }).where(eq(journeys.id, journeyId));
  expect(await lateIn(shop)).toEqual(nothing);
  await change({ convoyId: null });
  expect(await lateIn(shop)).toEqual(nothing);
  await shop.db.update(journeys).set({ state: 'live', pausedAt: null }).where(eq(journeys.id, journeyId));
  expect(await lateIn(shop)).toEqual({ ...nothing, runsMs: 4 * minute });
  await change({ phase: 'parked', error: 'A fault' });
  expect(await lateIn(shop)).toEqual({ ...nothing, parkedRuns: 1 });
});

it('tells of one whose wait an event ended and whom nobody drives, though they are due much later', async () => {
  const { shop, passed, change, run } = await aShop();
  await change({ phase: 'waiting', dueAt: run.createdAt + 60 * minute });
  const waitId = await shop.openWait(run, { until: run.createdAt + 60 * minute });
  await shop.wakeAsDrive(run, waitId);
  passed(2);
  expect(await lateIn(shop)).toEqual({ ...nothing, runsMs: 2 * minute });
  await change({ phase: 'parked', error: 'A fault' });
  expect(await lateIn(shop)).toEqual({ ...nothing, parkedRuns: 1 });
  await change({ phase: 'waiting', error: null });
  const pausedAt = run.createdAt;
  await shop.db.update(journeys).set({ state: 'paused', pausedAt });
  expect(await lateIn(shop)).toEqual(nothing);
  await shop.db.update(journeys).set({ state: 'live', pausedAt: null });
  await shop.db.update(waits).set({ closedAt: run.createdAt + minute });
  expect(await lateIn(shop)).toEqual(nothing);
});

it('tells of one who was told to end and whom nobody takes along, though they are due much later', async () => {
  const { shop, passed, change, run } = await aShop();
  await change({ phase: 'waiting', dueAt: run.createdAt + 60 * minute, exitedAt: run.createdAt + minute });
  passed(4);
  // The convoy that they are in ends them at its next drive.
  expect(await lateIn(shop)).toEqual(nothing);
  await change({ convoyId: null });
  expect(await lateIn(shop)).toEqual({ ...nothing, runsMs: 3 * minute });
});

it('tells for how long a message might have left that no provider takes, and of none that a gate holds', async () => {
  const { shop, passed, change, run } = await aShop();
  passed(10);
  await change({ phase: 'sending', step: 'sms', visit: 1, dueAt: run.createdAt + 11 * minute });
  const { workspaceId, profileId, journeyId, journeyVersionId, createdAt } = run;
  const id = newId<MessageId>();
  const content = { body: 'Hello' };
  const spec = { channel: 'sms', purpose: 'marketing', content } as const;
  const held = { quietHours: 'defer', frequencyCap: 'defer' } as const;
  const row = { workspaceId, profileId, id, runId: run.id, journeyId, journeyVersionId, step: 'sms', visit: 1 };
  await shop.db.insert(messages).values({
    ...row,
    channel: 'sms',
    purpose: 'marketing',
    spec: { ...spec, whenHeld: held },
    plannedAt: createdAt + minute,
  });
  expect(await lateIn(shop)).toEqual({ ...nothing, messagesMs: 9 * minute });
  const until = (minutes: number) => [
    { gate: 'quiet-hours', why: 'Night', until: createdAt + minutes * minute, at: 0 },
  ];
  const write = (values: Partial<typeof messages.$inferInsert>) =>
    shop.db.update(messages).set(values).where(eq(messages.id, id));
  await write({ deferrals: until(8) });
  expect(await lateIn(shop)).toEqual({ ...nothing, messagesMs: 2 * minute });
  const journey = (state: 'live' | 'paused') =>
    shop.db.update(journeys).set({ state, pausedAt: state === 'paused' ? createdAt : null });
  await journey('paused');
  expect(await lateIn(shop)).toEqual(nothing);
  await journey('live');
  await write({ deferrals: until(30) });
  expect(await lateIn(shop)).toEqual(nothing);
  await write({ state: 'sending', sendingAt: createdAt + 6 * minute });
  expect(await lateIn(shop)).toEqual({ ...nothing, messagesMs: 4 * minute });
  // Also where its run has ended meanwhile, and where nothing new leaves.
  await journey('paused');
  expect(await lateIn(shop)).toEqual({ ...nothing, messagesMs: 4 * minute });
  await change({ phase: 'ended', endedAt: createdAt, convoyId: null });
  await write({ orphaned: true });
  expect(await lateIn(shop)).toEqual({ ...nothing, messagesMs: 4 * minute });
});

it('tells of each workspace by itself, and of all at once', async () => {
  const { shop, passed } = await aShop();
  const other = await aMatcher(shop);
  passed(4);
  expect(await lateIn(other)).toEqual(nothing);
  const all = await readLate(shop.db, shop.clock);
  expect(all.map(({ runsMs }) => runsMs).sort()).toEqual([0, 4 * minute]);
});
