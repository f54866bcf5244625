import type { ConvoyId } from '@wend/engine';
import { eq, sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { aWorkspace, type Published } from '../../test/harness/a-workspace.ts';
import { areWaiting, until } from '../../test/harness/index.ts';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed, START, type TestBed, verbs } from '../../test/run-loop/bed/test-bed.ts';
import { newId } from '../ids/index.ts';
import { convoys, journeys, outbox, runs, system, waits, wakes } from '../tables/index.ts';
import { type CatchUp, catchUp } from './catch-up.ts';
import { depart, HELD_MS, type UnderWay } from './depart.ts';
import { reseat } from './reseat.ts';
import { seatsFor } from './seats.ts';
import { settleOutbox, takeOutbox } from './take-outbox.ts';
import { tick } from './tick.ts';
import { wakeRuns } from './wake-runs.ts';

let bed: TestBed;
afterEach(() => bed.close());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const waitThenMessage = aDocument({ pause: { type: 'rest', config: { for: 'PT1H' } }, nudge: { type: 'say' } });

async function entered(journey: Published, count: number) {
  const people = [];
  for (let n = 0; n < count; n += 1) people.push(await bed.person());
  return bed.enterAll(journey, people);
}

it('forms convoys of at most 500, the youngest forming one first', async () => {
  bed = await aTestBed();
  const journey = await bed.journey(waitThenMessage);
  await entered(journey, 300);
  await entered(journey, 300);
  expect((await bed.db.select().from(convoys)).map(({ size }) => size).sort()).toEqual([100, 500]);
  const seated = await bed.db.select({ n: sql<number>`count(*)::int` }).from(runs).groupBy(runs.convoyId);
  expect(seated.map(({ n }) => n).sort()).toEqual([100, 500]);
});

const berths = { small: 4, crowd: 2 };

/** Leave as they would where so many are on their first leg already. */
async function leave(underWay: readonly Omit<UnderWay, 'workspaceId'>[] = []) {
  const { db, clock, workspaceId } = bed;
  return depart(
    db,
    clock,
    berths,
    underWay.map((one) => ({ ...one, workspaceId })),
  );
}

it('puts lone runs in the lane of the few, crowds in their own, and nobody joins a convoy that has left', async () => {
  bed = await aTestBed();
  const journey = await bed.journey(waitThenMessage);
  await entered(journey, 1);
  expect(await leave()).toMatchObject([{ queue: 'small', size: 1 }]);
  await entered(journey, 21);
  expect(await leave()).toMatchObject([{ queue: 'crowd', size: 21 }]);
});

it('lets nobody leave while all places of their lane are taken: runs join the convoy that forms', async () => {
  bed = await aTestBed();
  const journey = await bed.journey(waitThenMessage);
  const full = [{ queue: 'small' as const, count: 4 }];
  for (let n = 0; n < 3; n += 1) {
    await entered(journey, 1);
    expect(await leave(full)).toEqual([]);
  }
  expect(await leave([{ queue: 'small', count: 3 }])).toMatchObject([{ size: 3 }]);
});

it('does not hold a crowd for a lane that is full of lone runs, and lets no more than fit leave at once', async () => {
  bed = await aTestBed();
  const journey = await bed.journey(waitThenMessage);
  await entered(journey, 1_021);
  const full = { queue: 'small' as const, count: 4 };
  expect(await leave([full])).toMatchObject([
    { queue: 'crowd', size: 500 },
    { queue: 'crowd', size: 500 },
  ]);
  expect(await leave([full, { queue: 'crowd', count: 1 }])).toMatchObject([{ queue: 'crowd', size: 21 }]);
});

it('shares the places among the workspaces, and lets another leave though one has taken them all', async () => {
  bed = await aTestBed();
  const journey = await bed.journey(waitThenMessage);
  await entered(journey, 1);
  const other = await anotherWorkspace();
  await other.enter();
  expect(await leave([{ queue: 'small', count: 4 }])).toMatchObject([{ workspaceId: other.workspaceId }]);
  await other.enter();
  const others = { workspaceId: other.workspaceId, queue: 'small' as const, count: 2 };
  expect(await depart(bed.db, bed.clock, berths, [others])).toMatchObject([{ workspaceId: bed.workspaceId }]);
});

it('leaves a convoy on its first leg alone, until whoever drives it has been silent for too long', async () => {
  bed = await aTestBed();
  await entered(await bed.journey(waitThenMessage), 1);
  const [left] = await leave();
  if (!left) throw new Error('Nobody has left');
  const asked = async () => (await takeOutbox(bed.db, bed.clock)).filter(({ kind }) => kind === 'convoy');
  bed.clock.moveTo(START + HELD_MS);
  expect(await asked()).toEqual([]);
  bed.clock.moveTo(START + HELD_MS + 1);
  expect(await asked()).toEqual([left]);
  await settleOutbox(bed.db, left);
  expect(await asked()).toEqual([]);
});

it('asks at once for a convoy that is woken on its first leg', async () => {
  bed = await aTestBed();
  const [runId] = await entered(await bed.journey(waitThenMessage), 1);
  const [left] = await leave();
  const [run] = await bed.db.select().from(runs);
  if (!left || !run || runId === undefined) throw new Error('Nobody has left');
  await bed.db.transaction((tx) => wakeRuns(tx, bed.clock, bed.workspaceId, [{ profileId: run.profileId, runId }]));
  const woken = (await takeOutbox(bed.db, bed.clock)).find(({ kind }) => kind === 'convoy');
  expect(woken).toMatchObject({ convoyId: left.convoyId });
  expect(woken?.rows).not.toEqual(left.rows);
});

it('takes of each workspace in turn, so that nobody stands behind the wakes of a crowd', async () => {
  bed = await aTestBed();
  const started = Array.from({ length: 250 }, () => ({ workspaceId: bed.workspaceId, id: newId<ConvoyId>() }));
  await bed.db.insert(convoys).values(
    started.map((one) => ({
      ...one,
      epoch: 1,
      queue: 'small' as const,
      size: 1,
      phase: 'driving' as const,
      createdAt: START,
    })),
  );
  await bed.db.insert(outbox).values(
    started.map(({ workspaceId, id }) => ({
      workspaceId,
      id: newId(),
      kind: 'convoy' as const,
      convoyId: id,
      createdAt: START,
    })),
  );
  bed.clock.moveTo(START + MINUTE);
  const other = await anotherWorkspace();
  await other.enter();
  await depart(bed.db, bed.clock, berths, []);
  bed.clock.moveTo(START + 2 * MINUTE);
  const taken = await takeOutbox(bed.db, bed.clock);
  expect(taken).toHaveLength(200);
  expect(taken.slice(0, 3).map(({ workspaceId }) => workspaceId)).toContain(other.workspaceId);
});

/** Beside the bed's own, in the same system. */
async function anotherWorkspace() {
  const workspaceId = await aWorkspace(bed.db, START, ['sms', 'email']);
  const their = verbs(bed.db, bed.clock, workspaceId);
  const journey = await their.journey(waitThenMessage);
  return { workspaceId, enter: async () => their.enter(journey, await their.person()) };
}

it('needs no open convoy for a thousand who wait, and forms them again when they are due', async () => {
  bed = await aTestBed();
  await entered(await bed.journey(waitThenMessage), 40);
  await bed.trips.runUntil(START + MINUTE);
  expect(bed.trips.open).toBe(0);
  await bed.trips.runUntil(START + HOUR);
  expect(bed.provider.delivered).toHaveLength(40);
});

it('forms a run that has a wake and no convoy', async () => {
  bed = await aTestBed();
  const [runId] = await entered(await bed.journey(waitThenMessage), 1);
  await bed.trips.runUntil(START + MINUTE);
  const [wait] = await bed.db.select().from(waits);
  if (!wait || runId === undefined) throw new Error('No wait');
  await bed.db.insert(wakes).values({
    workspaceId: bed.workspaceId,
    profileId: wait.profileId,
    waitId: wait.id,
    runId,
    kind: 'released',
    at: START,
  });
  await bed.trips.runUntil(START + HOUR - MINUTE);
  expect(await bed.run(runId)).toMatchObject({ phase: 'waiting' });
  await bed.db.insert(outbox).values({ workspaceId: bed.workspaceId, id: wait.id, kind: 'clock', createdAt: START });
  await bed.trips.runUntil(START + HOUR - MINUTE);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});

it('takes over what is overdue in a convoy that nobody drives', async () => {
  bed = await aTestBed();
  const [runId] = await entered(
    await bed.journey(aDocument({ pause: { type: 'rest', config: { for: 'PT2M' } }, nudge: { type: 'say' } })),
    1,
  );
  await bed.trips.runUntil(START + MINUTE);
  expect(bed.trips.open).toBe(1);
  bed.trips.forget();
  await bed.trips.runUntil(START + 2 * HOUR);
  expect(await bed.run(runId ?? fail())).toMatchObject({ phase: 'ended' });
  expect(bed.provider.delivered).toHaveLength(1);
});

it('calls nobody out of a line more than every half minute', async () => {
  bed = await aTestBed();
  await entered(
    await bed.journey(aDocument({ pause: { type: 'rest', config: { for: 'PT2M' } }, nudge: { type: 'say' } })),
    1,
  );
  await bed.trips.runUntil(START + MINUTE);
  bed.trips.forget();
  const asked = async (at: number): Promise<number> => {
    bed.clock.moveTo(at);
    await tick(
      { ...bed.driver, db: bed.db, clock: bed.clock, trips: bed.trips },
      { workspaceId: bed.workspaceId, epoch: 1 },
    );
    return (await bed.db.delete(outbox).where(eq(outbox.kind, 'convoy')).returning()).length;
  };
  const overdue = START + 3 * MINUTE;
  expect([await asked(overdue), await asked(overdue + 1_000), await asked(overdue + 29_000)]).toEqual([1, 0, 0]);
  expect(await asked(overdue + 31_000)).toBe(1);
});

it('re-seats whoever is being seated at the same time: nobody stays in a convoy of the old life', async () => {
  bed = await aTestBed();
  const [runId] = await entered(await bed.journey(waitThenMessage), 1);
  if (runId === undefined) throw new Error('Nobody entered');
  await bed.trips.runUntil(START + MINUTE);
  let reseated: Promise<number> | undefined;
  await bed.db.transaction(async (tx) => {
    const [convoyId] = await seatsFor(tx, bed.clock, bed.workspaceId, 1);
    reseated = reseat(bed.db, bed.clock);
    await until(() => areWaiting(bed.db));
    await tx.update(runs).set({ convoyId }).where(eq(runs.id, runId));
  });
  expect(await reseated).toBe(2);
  expect(await bed.run(runId)).toMatchObject({ convoyId: null });
  expect((await bed.db.select().from(convoys)).map(({ phase, epoch }) => `${phase} ${epoch}`)).toEqual([
    'done 1',
    'done 1',
  ]);
  await bed.trips.runUntil(START + HOUR);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});

it('frees who was left in a convoy of an older life', async () => {
  bed = await aTestBed();
  const [runId] = await entered(await bed.journey(waitThenMessage), 1);
  if (runId === undefined) throw new Error('Nobody entered');
  await bed.db.insert(system).values({ epoch: 2 });
  const deps = { ...bed.driver, db: bed.db, clock: bed.clock, trips: bed.trips };
  await tick(deps, { workspaceId: bed.workspaceId, epoch: 2 });
  expect(await bed.run(runId)).toMatchObject({ convoyId: null });
});

async function resumed(choice: CatchUp, until: number): Promise<readonly number[]> {
  bed = await aTestBed();
  const journey = await bed.journey(waitThenMessage);
  await entered(journey, 10);
  await bed.trips.runUntil(START + MINUTE);
  await bed.db.update(journeys).set({ state: 'paused', pausedAt: START + MINUTE });
  await bed.trips.runUntil(START + 5 * HOUR);
  expect(bed.provider.requests).toHaveLength(0);
  await bed.db.transaction(async (tx) => {
    await tx.update(journeys).set({ state: 'live', pausedAt: null }).where(eq(journeys.id, journey.journeyId));
    await catchUp(tx, bed.clock, bed.workspaceId, journey.journeyId, choice);
  });
  const sent: number[] = [];
  for (let at = START + 5 * HOUR; at <= until; at += HOUR) {
    await bed.trips.runUntil(at);
    sent.push(bed.provider.delivered.length);
  }
  expect((await bed.db.select().from(runs)).every(({ phase }) => phase === 'ended')).toBe(true);
  return sent;
}

it('catches up at once after a pause, with everybody', async () => {
  expect(await resumed({ kind: 'now' }, START + 5 * HOUR)).toEqual([10]);
});

it('catches up spread over hours', async () => {
  expect(await resumed({ kind: 'spread', hours: 5 }, START + 10 * HOUR)).toEqual([0, 2, 4, 6, 8, 10]);
});

it('lets those go who were due too long ago', async () => {
  expect(await resumed({ kind: 'skip', olderThanHours: 3 }, START + 5 * HOUR)).toEqual([0]);
});

function fail(): never {
  throw new Error('Nobody entered');
}
