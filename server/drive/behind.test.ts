import type { EventId, ProfileId } from '@wend/engine';
import { eq } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';
import { newId } from '../ids/index.ts';
import { profilePartition } from '../intake/partition.ts';
import { eventQueue, profiles, waits, wakes } from '../tables/index.ts';
import { wakeRuns } from '../trips/wake-runs.ts';

let bed: TestBed;
afterEach(() => bed.close());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const waits1Hour = aDocument({
  pause: { type: 'rest', config: { for: 'PT1H', event: 'Ordered' } },
  done: { type: 'stop' },
});

/** Somebody whose events are matched in this partition, or in any but this. */
async function somebody(partition: number, isIn = true): Promise<ProfileId> {
  for (;;) {
    const profileId = await bed.person();
    if ((profilePartition(profileId) === partition) === isIn) return profileId;
  }
}

/** An event of this person that is learned and not yet matched. */
async function unmatched(profileId: ProfileId, receivedAt: number): Promise<void> {
  const { workspaceId } = bed;
  const partition = profilePartition(profileId);
  await bed.db
    .insert(eventQueue)
    .values({ workspaceId, eventId: newId<EventId>(), stage: 'match', partition, profileId, receivedAt });
}

it('holds a time-out for a backlog in the person’s partition, and for none in another', async () => {
  bed = await aTestBed();
  const busy = await bed.person();
  const partition = profilePartition(busy);
  const [neighbour, stranger] = [await somebody(partition), await somebody(partition, false)];
  const journey = await bed.journey(waits1Hour);
  const [held, free] = await bed.enterAll(journey, [neighbour, stranger]);
  if (held === undefined || free === undefined) throw new Error('Nobody entered');
  await bed.trips.runUntil(START + MINUTE);
  for (let n = 0; n < 3; n += 1) await unmatched(busy, START + MINUTE + n);
  await bed.trips.runUntil(START + HOUR + MINUTE);
  expect(await bed.run(free)).toMatchObject({ phase: 'ended', endedAt: START + HOUR });
  expect(await bed.run(held)).toMatchObject({ phase: 'waiting', claim: null });
  await bed.db.delete(eventQueue);
  await bed.trips.runUntil(START + HOUR + 2 * MINUTE);
  expect(await bed.run(held)).toMatchObject({ phase: 'ended' });
});

it('holds nobody for what came after their time was over', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(waits1Hour), profileId);
  await bed.trips.runUntil(START + MINUTE);
  await unmatched(profileId, START + HOUR + 1);
  await bed.trips.runUntil(START + HOUR + MINUTE);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended', endedAt: START + HOUR });
});

it('holds everybody for an event of which nobody knows yet whom it is about', async () => {
  bed = await aTestBed();
  const [one, other] = [await bed.person(), await bed.person()];
  const runs = await bed.enterAll(await bed.journey(waits1Hour), [one, other]);
  await bed.trips.runUntil(START + MINUTE);
  const { workspaceId } = bed;
  await bed.db
    .insert(eventQueue)
    .values({ workspaceId, eventId: newId<EventId>(), partition: 3, receivedAt: START + HOUR });
  await bed.trips.runUntil(START + HOUR + MINUTE);
  for (const runId of runs) expect(await bed.run(runId)).toMatchObject({ phase: 'waiting' });
});

it('holds the run of somebody who became another for a backlog of who they are now', async () => {
  bed = await aTestBed();
  const stranger = await bed.person();
  const known = await somebody(profilePartition(stranger), false);
  const runId = await bed.enter(await bed.journey(waits1Hour), stranger);
  await bed.trips.runUntil(START + MINUTE);
  await bed.db.update(profiles).set({ mergedInto: known }).where(eq(profiles.id, stranger));
  await unmatched(known, START + HOUR - 1);
  await bed.trips.runUntil(START + HOUR + MINUTE);
  expect(await bed.run(runId)).toMatchObject({ phase: 'waiting' });
});

it('decides for who was woken although their partition is never empty', async () => {
  bed = await aTestBed();
  const counted = aDocument({
    pause: { type: 'rest', config: { for: 'P1D', event: 'Ordered' } },
    fork: { type: 'fork', config: { event: 'Ordered', atLeast: 1 }, to: { yes: 'done', no: 'done' } },
    done: { type: 'stop' },
  });
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(counted), profileId);
  await bed.trips.runUntil(START + MINUTE);
  const [wait] = await bed.db.select().from(waits);
  if (!wait) throw new Error('No wait');
  const at = START + MINUTE;
  const eventId = await bed.learn(profileId, 'Ordered', { at });
  const { workspaceId } = bed;
  const event = { name: 'Ordered', properties: {}, at };
  await bed.db
    .insert(wakes)
    .values({ workspaceId, profileId, waitId: wait.id, runId, kind: 'event', eventId, event, at });
  // Something else was received before the wake: nothing is decided until it is matched.
  await unmatched(profileId, at - 1);
  await bed.db.transaction((tx) => wakeRuns(tx, bed.clock, workspaceId, [{ profileId, runId }]));
  await bed.trips.runUntil(at + 5_000);
  expect(await bed.run(runId)).toMatchObject({ step: 'pause' });
  await bed.db.delete(eventQueue);
  // What comes later holds it no more: there is always something later.
  await unmatched(profileId, at + 1);
  await bed.trips.runUntil(at + 10_000);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});
