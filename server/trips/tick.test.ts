import type { RunId } from '@wend/engine';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';
import { newId } from '../ids/index.ts';
import { type ClaimId, convoys, journeys, outbox, type Run, runExits, runs, waits, wakes } from '../tables/index.ts';
import { tick } from './tick.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

let bed: TestBed;
let runId: RunId;
/** One who waits an hour at rest, in no convoy. */
beforeEach(async () => {
  bed = await aTestBed();
  const document = aDocument({ pause: { type: 'rest', config: { for: 'PT1H' } }, nudge: { type: 'say' } });
  runId = await bed.enter(await bed.journey(document), await bed.person());
  await bed.trips.runUntil(START);
  await bed.db.delete(outbox);
  await bed.db.delete(convoys).where(eq(convoys.phase, 'forming'));
});
afterEach(() => bed.close());

const set = (values: Partial<Run>) => bed.db.update(runs).set(values).where(eq(runs.id, runId));
const pause = () => bed.db.update(journeys).set({ state: 'paused', pausedAt: START });
const look = (at = START) => {
  bed.clock.moveTo(at);
  const { db, clock, trips, driver, workspaceId } = bed;
  return tick({ ...driver, db, clock, trips }, { workspaceId, epoch: 1 });
};
/** Convoys that are asked for, after a look. */
async function asked(at = START): Promise<number> {
  await look(at);
  return (await bed.db.delete(outbox).where(eq(outbox.kind, 'convoy')).returning()).length;
}

/** In a convoy that has long left and that nobody drives; whose due time has come. */
async function inConvoy(values: Partial<Run> = {}, phase: 'driving' | 'done' = 'driving') {
  const id = newId<NonNullable<Run['convoyId']>>();
  const own = { workspaceId: bed.workspaceId, id, epoch: 1, queue: 'small', size: 1, createdAt: START - HOUR } as const;
  await bed.db.insert(convoys).values({ ...own, phase, endedAt: phase === 'done' ? START : null });
  await set({ convoyId: id, dueAt: START, ...values });
  return id;
}

it('rests until the next is due, a second at least and an hour at most', async () => {
  const restBefore = async (ms: number) => {
    await set({ dueAt: START + ms });
    return look();
  };
  expect(await restBefore(90_500)).toEqual({ ms: 90_500 });
  expect(await restBefore(300)).toEqual({ ms: SECOND });
  expect(await restBefore(3 * HOUR)).toEqual({ ms: HOUR });
  await set({ phase: 'ended', endedAt: START });
  expect(await look()).toEqual({ ms: HOUR });
});

it('neither forms nor waits for those who are due in a paused journey', async () => {
  await pause();
  expect(await look(START + 2 * HOUR)).toEqual({ ms: HOUR });
  expect(await bed.run(runId)).toMatchObject({ convoyId: null });
  await bed.db.update(journeys).set({ state: 'live', pausedAt: null });
  expect(await asked(START + 2 * HOUR)).toBe(1);
  expect((await bed.run(runId)).convoyId).not.toBeNull();
});

it('forms one who was told to end and stands in no convoy, long before they are due and though their journey is paused', async () => {
  const { profileId } = await bed.run(runId);
  const exit = { workspaceId: bed.workspaceId, profileId, runId, kind: 'exit', at: START } as const;
  await bed.db.insert(runExits).values({ ...exit, reason: { text: 'Ordered' } });
  await set({ exitedAt: START });
  await pause();
  expect(await asked()).toBe(1);
  expect((await bed.run(runId)).convoyId).not.toBeNull();
});

it('forms one who was woken and stands in no convoy, once their journey goes on', async () => {
  const [wait] = await bed.db.select().from(waits);
  if (!wait) throw new Error('Nobody waits');
  const { workspaceId, profileId, id: waitId } = wait;
  await bed.db.insert(wakes).values({ workspaceId, profileId, waitId, runId, kind: 'released', at: START });
  await pause();
  expect(await asked()).toBe(0);
  await bed.db.update(journeys).set({ state: 'live', pausedAt: null });
  expect(await asked()).toBe(1);
});

it('asks for a convoy whose runs are overdue by half a minute, and for none that may only be busy', async () => {
  await inConvoy();
  expect(await asked(START + 29 * SECOND)).toBe(0);
  expect(await asked(START + 31 * SECOND)).toBe(1);
});

it('asks for none whose runs somebody holds, until the lease is over', async () => {
  await inConvoy({ claim: newId<ClaimId>(), leaseUntil: START + 2 * MINUTE });
  expect(await asked(START + MINUTE)).toBe(0);
  expect(await asked(START + 3 * MINUTE)).toBe(1);
});

it('asks for none whose runs stand in a paused journey', async () => {
  await inConvoy();
  await pause();
  expect(await asked(START + HOUR)).toBe(0);
});

it('frees those of a convoy that is over, once nobody holds them', async () => {
  const over = await inConvoy({ claim: newId<ClaimId>(), leaseUntil: START + 2 * MINUTE }, 'done');
  await look(START + MINUTE);
  expect(await bed.run(runId)).toMatchObject({ convoyId: over });
  await look(START + 3 * MINUTE);
  expect(await bed.run(runId)).toMatchObject({ convoyId: null });
});

it('is asked by whoever lets runs go that are to rest for long', async () => {
  const convoyId = await inConvoy({ dueAt: START + 2 * HOUR });
  await bed.driver.drive({ workspaceId: bed.workspaceId, convoyId, epoch: 1, queue: 'small' });
  expect(await bed.run(runId)).toMatchObject({ convoyId: null });
  expect(await bed.db.$count(outbox, eq(outbox.kind, 'clock'))).toBe(1);
});

it('ends in a younger life of the system, and moves nobody', async () => {
  bed.clock.moveTo(START + 2 * HOUR);
  const { db, clock, trips, driver, workspaceId } = bed;
  const older = tick({ ...driver, db, clock, trips }, { workspaceId, epoch: 0 });
  expect(await older).toEqual({ kind: 'superseded' });
  expect(await bed.run(runId)).toMatchObject({ convoyId: null });
});
