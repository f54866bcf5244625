import type { EventId, ProfileId, RunId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { areWaiting, until } from '../../../test/harness/index.ts';
import { aDocument } from '../../../test/run-loop/bed/nodes.ts';
import { aPatientDriver, aTestBed, START, type TestBed } from '../../../test/run-loop/bed/test-bed.ts';
import type { Transaction } from '../../database/index.ts';
import { newId } from '../../ids/index.ts';
import { aMatcherMemory } from '../../matcher/index.ts';
import { mergePeople } from '../../matcher/learn/merge-people.ts';
import { frequencyCaps } from '../../tables/index.ts';
import { createDriver, type Driver } from '../create-drive.ts';
import type { DrivePoint } from '../deps.ts';
import { judge } from '../judge.ts';

let bed: TestBed;
afterEach(() => bed.close());

const oneMessage = aDocument({ nudge: { type: 'say', config: { whenHeld: 'skip' } } });

/** Two people, an anonymous one and one of the books, who may get one message between them once they are one. */
async function twoHalves(): Promise<{ readonly stranger: ProfileId; readonly ada: ProfileId }> {
  bed = await aTestBed();
  await bed.db.insert(frequencyCaps).values({ workspaceId: bed.workspaceId, id: newId(), max: 1, within: 'P1D' });
  return { stranger: await bed.person(), ada: await bed.person() };
}

async function merge(loser: ProfileId, survivor: ProfileId, hold?: (tx: Transaction) => Promise<void>): Promise<void> {
  const { db, clock, workspaceId } = bed;
  const deps = { db, clock, trips: { look: () => {} }, judge, memory: aMatcherMemory() };
  await db.transaction(async (tx) => {
    await mergePeople(deps, tx, workspaceId, [{ loser, survivor, eventId: newId<EventId>(), trusted: true }]);
    await hold?.(tx);
  });
}

/** A run at its message, in a convoy of its own. */
async function aRun(profileId: ProfileId) {
  await bed.db.execute(sql`update convoys set phase = 'started'`);
  const runId = await bed.enter(await bed.journey(oneMessage), profileId);
  const { convoyId } = await bed.run(runId);
  if (convoyId === null) throw new Error('In no convoy');
  return { runId, input: { workspaceId: bed.workspaceId, convoyId, epoch: 1, queue: 'small' as const } };
}

const driverThat = (at: (point: DrivePoint) => Promise<void>): Driver =>
  createDriver(aPatientDriver(bed.db, bed.clock, bed.provider, { at }));

async function statesOf(...runs: readonly RunId[]): Promise<readonly unknown[]> {
  const found = await Promise.all(runs.map((run) => bed.messages(run)));
  return found.flat().map(({ state, outcome }) => outcome?.['gate'] ?? state);
}

it('counts for the cap of a person what went to the one they were, and the other way round', async () => {
  const { stranger, ada } = await twoHalves();
  const before = await bed.enter(await bed.journey(oneMessage), stranger);
  await bed.trips.runUntil(START);
  await merge(stranger, ada);
  const after = await bed.enter(await bed.journey(oneMessage), ada);
  // A run that began under the former name.
  const old = await bed.enter(await bed.journey(oneMessage), stranger);
  await bed.trips.runUntil(START);
  expect(await statesOf(before, after, old)).toEqual(['accepted', 'frequency-cap', 'frequency-cap']);
});

it('counts two runs of a joined person in one chunk as one person’s', async () => {
  const { stranger, ada } = await twoHalves();
  await merge(stranger, ada);
  const runs = await bed.enterAll(await bed.journey(oneMessage), [stranger, ada]);
  await bed.trips.runUntil(START);
  expect([...(await statesOf(...runs))].sort()).toEqual(['accepted', 'frequency-cap']);
});

it('lets both halves of a joined person pass one cap only one after the other', async () => {
  const { stranger, ada } = await twoHalves();
  await merge(stranger, ada);
  const [one, other] = [await aRun(stranger), await aRun(ada)];
  let second: Promise<unknown> | undefined;
  const first = driverThat(async (point) => {
    if (point !== 'gates-locked') return;
    second = bed.driver.drive(other.input);
    await until(async () => bed.provider.requests.length > 0 || (await areWaiting(bed.db)));
  });
  await first.drive(one.input);
  await second;
  expect(await statesOf(one.runId, other.runId)).toEqual(['accepted', 'frequency-cap']);
});

it('joins nobody while a message of theirs is at the gates', async () => {
  const { stranger, ada } = await twoHalves();
  const [one, other] = [await aRun(stranger), await aRun(ada)];
  let joined = false;
  let joining: Promise<void> | undefined;
  const first = driverThat(async (point) => {
    if (point !== 'gates-locked') return;
    joining = merge(stranger, ada).then(() => {
      joined = true;
    });
    await until(async () => joined || (await areWaiting(bed.db)));
    if (joined) await bed.driver.drive(other.input);
  });
  await first.drive(one.input);
  await joining;
  await bed.driver.drive(other.input);
  expect(await statesOf(one.runId, other.runId)).toEqual(['accepted', 'frequency-cap']);
});

it('looks again at whoever became another while it waited at the gates', async () => {
  const { stranger, ada } = await twoHalves();
  const [one, other] = [await aRun(stranger), await aRun(ada)];
  let first: Promise<unknown> | undefined;
  let joining: Promise<void> | undefined;
  const second = driverThat(async (point) => {
    if (point !== 'gates-locked') return;
    // The stranger's message waits for the join, and goes on when it is committed: to a person whose message is at the gates.
    joining = merge(stranger, ada, async () => {
      first = bed.driver.drive(one.input);
      await until(async () => bed.provider.requests.length > 0 || (await areWaiting(bed.db)));
    });
    await joining;
    await until(async () => bed.provider.requests.length > 0 || (await areWaiting(bed.db)));
  });
  await second.drive(other.input);
  await first;
  expect(await statesOf(other.runId, one.runId)).toEqual(['accepted', 'frequency-cap']);
});
