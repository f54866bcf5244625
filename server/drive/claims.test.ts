import type { RunId } from '@wend/engine';
import { eq, isNotNull, sql } from 'drizzle-orm';
import { afterEach, expect, it, vi } from 'vitest';
import { areWaiting, breakDownAt, until } from '../../test/harness/index.ts';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';
import { newId } from '../ids/index.ts';
import {
  type ClaimId,
  convoys,
  eventQueue,
  events,
  journeys,
  outbox,
  runs,
  system,
  waits,
  wakes,
} from '../tables/index.ts';
import { reseat } from '../trips/reseat.ts';
import { retryParked } from '../trips/retry-parked.ts';
import { wakeRuns } from '../trips/wake-runs.ts';
import type { DrivePoint, RunFailure } from './deps.ts';

let bed: TestBed;
afterEach(() => bed.close());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const oneMessage = aDocument({ nudge: { type: 'say' } });
const messageThenWait = aDocument({
  nudge: { type: 'say' },
  pause: { type: 'rest', config: { for: 'PT1H', event: 'Ordered' } },
  mail: { type: 'say', config: { channel: 'email' } },
});

/** Runs `work` once, at the first time a drive comes by. */
function once(
  point: DrivePoint,
  work: () => Promise<unknown>,
): { at: (reached: DrivePoint) => Promise<void>; done: () => boolean } {
  let done = false;
  return {
    done: () => done,
    at: async (reached) => {
      if (reached !== point || done) return;
      done = true;
      await work();
    },
  };
}

async function inputOf(runId: Parameters<TestBed['run']>[0]) {
  const { convoyId } = await bed.run(runId);
  if (convoyId === null) throw new Error('In no convoy');
  return { workspaceId: bed.workspaceId, convoyId, epoch: 1, queue: 'small' as const };
}

it('drives runs of two versions in one convoy', async () => {
  bed = await aTestBed();
  const first = await bed.enter(await bed.journey(oneMessage), await bed.person());
  const second = await bed.enter(await bed.journey(messageThenWait), await bed.person());
  expect((await bed.run(first)).convoyId).toBe((await bed.run(second)).convoyId);
  await bed.driver.drive(await inputOf(first));
  expect(bed.provider.delivered).toHaveLength(2);
});

it('keeps a run that rests shortly in its convoy, and lets one that rests long leave', async () => {
  bed = await aTestBed();
  const short = await bed.enter(
    await bed.journey(aDocument({ pause: { type: 'rest', config: { for: 'PT2M' } } })),
    await bed.person(),
  );
  const long = await bed.enter(
    await bed.journey(aDocument({ pause: { type: 'rest', config: { for: 'PT2H' } } })),
    await bed.person(),
  );
  expect(await bed.driver.drive(await inputOf(short))).toEqual({ kind: 'rest', ms: 2 * MINUTE, calls: [] });
  expect((await bed.run(short)).convoyId).not.toBeNull();
  expect((await bed.run(long)).convoyId).toBeNull();
});

it('lets go of who waits where few travel, and never of whose answer is still to come: it wakes them in their convoy', async () => {
  bed = await aTestBed({ settings: { convoyWaitMs: 1_000, patienceMs: 0 } });
  const waiting = await bed.enter(
    await bed.journey(aDocument({ pause: { type: 'rest', config: { for: 'PT2S' } } })),
    await bed.person(),
  );
  expect(await bed.driver.drive(await inputOf(waiting))).toEqual({ kind: 'done', calls: [] });
  expect(await bed.run(waiting)).toMatchObject({ phase: 'waiting', convoyId: null, dueAt: START + 2_000 });
  let answer = (): void => {};
  bed.provider.onSend = () => new Promise((resolve) => (answer = resolve));
  const sending = await bed.enter(await bed.journey(oneMessage), await bed.person());
  const input = await inputOf(sending);
  expect(await bed.driver.drive(input)).toMatchObject({ kind: 'rest' });
  expect(await bed.run(sending)).toMatchObject({ phase: 'sending', claim: null, convoyId: input.convoyId });
  answer();
  await until(
    async () => (await bed.db.select().from(convoys).where(eq(convoys.id, input.convoyId)))[0]?.wakeRequested,
  );
  expect(await bed.driver.drive(input)).toEqual({ kind: 'done', calls: [] });
});

it('never rests for less than a second, even where a due run may not be driven', async () => {
  bed = await aTestBed();
  const runId = await bed.enter(await bed.journey(oneMessage), await bed.person());
  await bed.db.update(runs).set({ claim: newId<ClaimId>(), leaseUntil: START + 300 });
  expect(await bed.driver.drive(await inputOf(runId))).toEqual({ kind: 'rest', ms: 1_000, calls: [] });
});

it('rests until the lease of another who holds what is due', async () => {
  bed = await aTestBed();
  const runId = await bed.enter(await bed.journey(oneMessage), await bed.person());
  await bed.db.update(runs).set({ claim: newId<ClaimId>(), leaseUntil: START + 7_000 });
  expect(await bed.driver.drive(await inputOf(runId))).toMatchObject({ kind: 'rest', ms: 7_000 });
  bed.clock.moveTo(START + 7_001);
  expect(await bed.driver.drive(await inputOf(runId))).toMatchObject({ kind: 'done' });
});

it('gives its slot back once its slice is over, holds nobody then, and goes on in the next drive', async () => {
  let nowMs = 0;
  bed = await aTestBed({
    settings: { sliceMs: 500, batch: 1 },
    at: async (point) => {
      if (point === 'committed') nowMs += 300;
    },
  });
  vi.spyOn(bed.clock, 'monotonicMs').mockImplementation(() => nowMs);
  const journey = await bed.journey(aDocument({ end: { type: 'stop' } }));
  const [first = newId<RunId>()] = await bed.enterAll(
    journey,
    await Promise.all(Array.from({ length: 4 }, () => bed.person())),
  );
  expect(await bed.driver.drive(await inputOf(first))).toEqual({ kind: 'again', calls: [] });
  expect(await bed.db.$count(runs, isNotNull(runs.endedAt))).toBe(2);
  expect(await bed.db.$count(runs, isNotNull(runs.claim))).toBe(0);
  await bed.trips.runUntil(START);
  expect(await bed.db.$count(runs, isNotNull(runs.endedAt))).toBe(4);
});

it('ends no slice between a message and its sending, and sends no second one after it', async () => {
  let nowMs = 0;
  bed = await aTestBed({
    settings: { sliceMs: 500 },
    at: async (point) => {
      if (point === 'committed') nowMs += 600;
    },
  });
  vi.spyOn(bed.clock, 'monotonicMs').mockImplementation(() => nowMs);
  const journey = await bed.journey(aDocument({ first: { type: 'say' }, second: { type: 'say' } }));
  const runId = await bed.enter(journey, await bed.person());
  expect(await bed.driver.drive(await inputOf(runId))).toEqual({ kind: 'again', calls: [] });
  expect(bed.provider.requests).toHaveLength(1);
  expect(await bed.run(runId)).toMatchObject({ claim: null, endedAt: null });
  await bed.trips.runUntil(START);
  expect(bed.provider.requests).toHaveLength(2);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});

it('asks for one wake at a time, and clears it before it looks', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  const runId = await bed.enter(
    await bed.journey(aDocument({ pause: { type: 'rest', config: { for: 'PT2M' } } })),
    profileId,
  );
  await bed.trips.runUntil(START);
  const wakeTwice = () => bed.db.transaction((tx) => wakeRuns(tx, bed.clock, bed.workspaceId, [{ profileId, runId }]));
  await wakeTwice();
  await wakeTwice();
  expect(await bed.db.select().from(outbox).where(eq(outbox.kind, 'convoy'))).toHaveLength(1);
  await bed.driver.drive(await inputOf(runId));
  expect(await bed.db.select({ asked: convoys.wakeRequested }).from(convoys)).toEqual([{ asked: false }]);
});

it('waits for a wake that is being written before it clears the flag, so that none is taken for an old one', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(messageThenWait), profileId);
  const shortWait = await bed.enter(
    await bed.journey(aDocument({ pause: { type: 'rest', config: { for: 'PT2M', event: 'Ordered' } } })),
    profileId,
  );
  await bed.trips.runUntil(START);
  await bed.db.update(convoys).set({ wakeRequested: true });
  const eventId = await bed.learn(profileId, 'Ordered', { at: START + 1 });
  const input = await inputOf(shortWait);
  let driving: Promise<unknown> | undefined;
  await bed.db.transaction(async (tx) => {
    const [wait] = await tx.select().from(waits).where(eq(waits.runId, shortWait));
    if (!wait) throw new Error('No wait');
    await tx.insert(wakes).values({
      workspaceId: bed.workspaceId,
      profileId,
      waitId: wait.id,
      runId: shortWait,
      kind: 'event',
      eventId,
      event: { name: 'Ordered', properties: {}, at: START + 1 },
      at: START,
    });
    await wakeRuns(tx, bed.clock, bed.workspaceId, [{ profileId, runId: shortWait }]);
    driving = bed.driver.drive(input);
    await until(() => areWaiting(bed.db));
  });
  await driving;
  expect(await bed.run(shortWait)).toMatchObject({ phase: 'ended' });
  expect(await bed.run(runId)).toMatchObject({ phase: 'waiting' });
});

it('does nothing in an older life of the system; after a re-seat the clock brings everybody back', async () => {
  bed = await aTestBed();
  const runId = await bed.enter(await bed.journey(oneMessage), await bed.person());
  const old = await inputOf(runId);
  await bed.db.insert(system).values({ epoch: 2 });
  expect(await bed.driver.drive(old)).toEqual({ kind: 'done', calls: [] });
  expect(bed.provider.delivered).toHaveLength(0);
  expect(await reseat(bed.db, bed.clock)).toBe(3);
  await bed.trips.runUntil(START);
  expect(bed.provider.delivered).toHaveLength(1);
});

it('takes a run back that left in the moment in which it was woken', async () => {
  const late = once('committed', async () => {
    const [wait] = await bed.db.select().from(waits);
    if (!wait) throw new Error('No wait');
    await bed.db.insert(wakes).values({
      workspaceId: bed.workspaceId,
      profileId: wait.profileId,
      waitId: wait.id,
      runId: wait.runId,
      kind: 'released',
      at: START,
    });
  });
  bed = await aTestBed({ at: late.at });
  const runId = await bed.enter(
    await bed.journey(aDocument({ pause: { type: 'rest' }, done: { type: 'stop' } })),
    await bed.person(),
  );
  await bed.driver.drive(await inputOf(runId));
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});

it('claims a due run while somebody writes a row about it', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(oneMessage), profileId);
  const input = await inputOf(runId);
  await bed.db.transaction(async (tx) => {
    await tx.execute(
      sql`insert into visits (workspace_id, profile_id, run_id, step, n, at) values (${bed.workspaceId}, ${profileId}, ${runId}, 'elsewhere', 1, now())`,
    );
    await bed.driver.drive(input);
    expect(bed.provider.delivered).toHaveLength(1);
  });
});

it('does not move a run that another has claimed meanwhile', async () => {
  const thief = newId<ClaimId>();
  const stolen = once('before-commit', () => bed.db.update(runs).set({ claim: thief, leaseUntil: START + HOUR }));
  bed = await aTestBed({ at: stolen.at });
  const runId = await bed.enter(await bed.journey(messageThenWait), await bed.person());
  await bed.driver.drive(await inputOf(runId));
  expect(await bed.run(runId)).toMatchObject({ phase: 'moving', step: 'entry', claim: thief });
  expect(await bed.messages(runId)).toEqual([]);
});

it('records what a provider answered even where another holds the claim, and leaves the run to that one', async () => {
  const thief = newId<ClaimId>();
  const stolen = once('sending-committed', () => bed.db.update(runs).set({ claim: thief, leaseUntil: START + HOUR }));
  bed = await aTestBed({ at: stolen.at });
  const runId = await bed.enter(await bed.journey(messageThenWait), await bed.person());
  await bed.driver.drive(await inputOf(runId));
  expect(await bed.messages(runId)).toMatchObject([{ state: 'accepted' }]);
  expect(await bed.run(runId)).toMatchObject({ phase: 'sending', step: 'nudge', claim: thief });
});

it('starts no call that could outlive its lease', async () => {
  bed = await aTestBed({ settings: { leaseMs: 900 } });
  const runId = await bed.enter(await bed.journey(oneMessage), await bed.person());
  await bed.driver.drive(await inputOf(runId));
  expect(bed.provider.requests).toHaveLength(0);
  expect(await bed.messages(runId)).toMatchObject([{ state: 'planned', sendingAt: null }]);
});

it('ends a run that was exited between its claim and its send, and sends nothing', async () => {
  const exited = once('before-gates', async () => bed.exit(profileId, runId));
  bed = await aTestBed({ at: exited.at });
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(messageThenWait), profileId);
  await bed.trips.runUntil(START);
  expect(exited.done()).toBe(true);
  expect(bed.provider.requests).toHaveLength(0);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended', endReason: { text: 'Ordered' } });
  expect(await bed.messages(runId)).toMatchObject([{ state: 'skipped', outcome: { gate: 'exit' } }]);
});

it('ends a run at once inside its wait', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(messageThenWait), profileId);
  await bed.trips.runUntil(START + MINUTE);
  await bed.exit(profileId, runId, 'goal');
  await bed.trips.runUntil(START + MINUTE);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended', endedAt: START + MINUTE });
  expect(await bed.db.select().from(waits)).toMatchObject([{ closedAt: START + MINUTE }]);
});

it('takes no time-out before the matcher has passed it', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(messageThenWait), profileId);
  await bed.trips.runUntil(START + HOUR - 1);
  const [queued] = await bed.db
    .insert(eventQueue)
    .values({ workspaceId: bed.workspaceId, eventId: newId(), partition: 0, receivedAt: START + HOUR - 1_000 })
    .returning();
  await bed.trips.runUntil(START + HOUR + 20_000);
  expect(await bed.run(runId)).toMatchObject({ phase: 'waiting', step: 'pause' });
  await bed.db.delete(eventQueue).where(eq(eventQueue.seq, queued?.seq ?? 0));
  await bed.trips.runUntil(START + HOUR + 22_000);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});

it('does not let a parked event hold a time-out', async () => {
  bed = await aTestBed();
  const runId = await bed.enter(await bed.journey(messageThenWait), await bed.person());
  await bed.db
    .insert(eventQueue)
    .values({ workspaceId: bed.workspaceId, eventId: newId(), partition: 0, receivedAt: START, parkedAt: START });
  await bed.trips.runUntil(START + HOUR);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});

it('decides on event facts only what the matcher has passed', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  const runId = await bed.enter(
    await bed.journey(
      aDocument({
        pause: { type: 'rest' },
        fork: { type: 'fork', config: { event: 'Ordered', atLeast: 1 }, to: { no: 'nudge' } },
        nudge: { type: 'say' },
      }),
    ),
    profileId,
  );
  await bed.trips.runUntil(START + HOUR - 1);
  const eventId = await bed.learn(profileId, 'Ordered', { at: START + MINUTE });
  await bed.db.update(events).set({ profileId: null }).where(eq(events.id, eventId));
  const [queued] = await bed.db
    .insert(eventQueue)
    .values({ workspaceId: bed.workspaceId, eventId, partition: 0, receivedAt: START + MINUTE })
    .returning();
  await bed.trips.runUntil(START + HOUR + 5_000);
  expect(await bed.run(runId)).toMatchObject({ step: 'pause' });
  await bed.db.update(events).set({ profileId });
  await bed.db.delete(eventQueue).where(eq(eventQueue.seq, queued?.seq ?? 0));
  await bed.trips.runUntil(START + HOUR + 7_000);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
  expect(bed.provider.requests).toHaveLength(0);
});

for (const breaks of ['walk', 'commit'] as const) {
  it(`lets one run whose ${breaks} fails hold nobody, parks it after five claims, and retries it when asked`, async () => {
    const told: RunFailure[] = [];
    bed = await aTestBed({ onFailure: (failure) => told.push(failure) });
    const journey = await bed.journey(
      aDocument({ change: { type: 'change', config: { breaks } }, nudge: { type: 'say' } }),
    );
    const well = [];
    for (let n = 0; n < 4; n += 1) well.push(await bed.enter(journey, await bed.person()));
    const profileId = await bed.person();
    const ill = await bed.enter(journey, profileId, { properties: { breaks: true } });
    await bed.trips.runUntil(START);
    expect(bed.provider.delivered).toHaveLength(4);
    expect(await bed.run(ill)).toMatchObject({ phase: 'moving', claims: 1, claim: null });
    await bed.trips.runUntil(START + 10 * MINUTE);
    expect(await bed.run(ill)).toMatchObject({ phase: 'parked', convoyId: null, claim: null });
    expect((await bed.run(ill)).error).toMatch(
      breaks === 'walk' ? 'This step cannot go on' : /unsupported Unicode|cannot be converted to text/,
    );
    // The log is told of each try, and not why: those words may be a step's, about its person.
    const failure = { workspaceId: bed.workspaceId, convoyId: expect.any(String), runId: ill };
    expect(told).toEqual([false, false, false, false, true].map((isParked) => ({ ...failure, isParked })));
    await bed.db.execute(sql`update runs set entry = '{"name":"Started","properties":{},"at":0}' where id = ${ill}`);
    expect(
      await bed.db.transaction((tx) => retryParked(tx, bed.clock, bed.workspaceId, [{ profileId, runId: ill }])),
    ).toBe(1);
    await bed.trips.runUntil(START + 10 * MINUTE);
    expect(await bed.run(ill)).toMatchObject({ phase: 'ended' });
  });
}

it('lets a run whose drive died three times travel alone, and parks it after five', async () => {
  let deaths = 0;
  const told: RunFailure[] = [];
  bed = await aTestBed({
    onFailure: (failure) => told.push(failure),
    render: async (_, messages) => {
      deaths += messages.some(({ entry }) => entry.properties['breaks'] === true) ? 1 : 0;
      if (messages.some(({ entry }) => entry.properties['breaks'] === true)) throw new Error('The drive dies');
      return new Map(messages.map(({ id }) => [id, { kind: 'rendered', payload: {}, links: [] }]));
    },
  });
  const journey = await bed.journey(oneMessage);
  const ill = await bed.enter(journey, await bed.person(), { properties: { breaks: true } });
  const well = await bed.enter(journey, await bed.person());
  const input = await inputOf(ill);
  for (let n = 0; n < 8; n += 1) await bed.driver.drive(input).catch(() => {});
  expect(await bed.run(well)).toMatchObject({ phase: 'ended' });
  expect(await bed.run(ill)).toMatchObject({ phase: 'parked' });
  expect(told).toMatchObject([{ runId: ill, isParked: true }]);
  expect(deaths).toBeLessThanOrEqual(6);
});

it('holds it against no run that the database was away or full, however long', async () => {
  bed = await aTestBed();
  const runId = await bed.enter(await bed.journey(oneMessage), await bed.person());
  const input = await inputOf(runId);
  const lift = await breakDownAt(bed.db, 'visits');
  for (let n = 0; n < 8; n += 1) await expect(bed.driver.drive(input)).rejects.toThrow();
  expect(await bed.run(runId)).toMatchObject({ phase: 'moving', claims: 0, claim: null });
  await lift();
  await bed.trips.runUntil(START);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});

it('stands still while its journey is paused, loses nobody, and goes on afterwards', async () => {
  const pause = once('before-gates', () => bed.db.update(journeys).set({ state: 'paused', pausedAt: START }));
  bed = await aTestBed({ at: pause.at });
  const runId = await bed.enter(await bed.journey(messageThenWait), await bed.person());
  await bed.trips.runUntil(START + 3 * HOUR);
  expect(bed.provider.requests).toHaveLength(0);
  expect(await bed.run(runId)).toMatchObject({ phase: 'sending', claim: null, convoyId: null });
  expect(bed.trips.open).toBe(0);
  await bed.db.update(journeys).set({ state: 'live', pausedAt: null });
  await bed.trips.runUntil(START + 6 * HOUR);
  expect(bed.provider.delivered).toHaveLength(2);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});
