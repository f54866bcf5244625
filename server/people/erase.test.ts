import {
  builtInNodes,
  type CallId,
  compile,
  type JourneyDocument,
  nodeTypesOf,
  type ProfileId,
  type RunId,
} from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { eq, sql } from 'drizzle-orm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aMatcher, at, noon, on } from '../../test/harness/a-matcher.ts';
import { aDatabase, areWaiting, until } from '../../test/harness/index.ts';
import { tablesWith } from '../../test/harness/left-of.ts';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aPatientDriver, aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';
import type { ActingContext } from '../access/index.ts';
import { WriteHandle } from '../access/write-handle.ts';
import { connect } from '../database/index.ts';
import { createDriver } from '../drive/create-drive.ts';
import type { DrivePoint } from '../drive/deps.ts';
import { newId } from '../ids/index.ts';
import { aMatcherMemory, learnOnce, type MatcherPoint, matchOnce } from '../matcher/index.ts';
import { recordFacts } from '../messages/facts-of-messages.ts';
import { auditLog, counters, suppressions, waits } from '../tables/index.ts';
import { erasePerson } from './erase.ts';

let bed: TestBed;
afterEach(() => bed?.close());

const ADA = 'ada-lovelace';
const messageThenWait = aDocument({
  nudge: { type: 'say' },
  pause: { type: 'rest', config: { for: 'PT1H', event: 'Ordered' } },
});

const shortWait = aDocument({ pause: { type: 'rest', config: { for: 'PT2M' } } });

function by(
  { db, clock, workspaceId }: Pick<TestBed, 'db' | 'clock' | 'workspaceId'>,
  role: ActingContext['actor']['role'] = 'admin',
): ActingContext {
  const actor = { id: 'user:grace', name: 'Grace', role };
  return { writes: new WriteHandle(db), clock, trips: { look: () => {} }, workspaceId, actor };
}

async function aBed(): Promise<TestBed> {
  bed = await aTestBed();
  return bed;
}

const aPerson = (): Promise<ProfileId> => bed.person({ attributes: { name: ADA }, address: `${ADA}@example.com` });
const leftOf = (...ids: readonly string[]) => tablesWith(bed.db, [ADA, ...ids]);

async function inputOf(runId: RunId) {
  const { convoyId } = await bed.run(runId);
  if (convoyId === null) throw new Error('In no convoy');
  return { workspaceId: bed.workspaceId, convoyId, epoch: 1, queue: 'small' as const };
}

/** A row of theirs in every table that knows people, beside those that a drive has left. */
async function fill(profileId: ProfileId, runId: RunId, word: string): Promise<void> {
  const { db, workspaceId } = bed;
  const { journeyId, journeyVersionId } = await bed.run(runId);
  const [message] = await bed.messages(runId);
  const [wait] = await db.select().from(waits).where(eq(waits.runId, runId));
  const [source, at] = [newId(), new Date(START).toISOString()];
  const own = sql`${workspaceId}::uuid, ${profileId}::uuid`;
  const eventId = await bed.learn(profileId, 'Ordered', { properties: { by: word } });
  for (const row of [
    sql`profile_identities (workspace_id, profile_id, kind, value, created_at) values (${own}, 'user', ${`${word}-${profileId}`}, ${at})`,
    sql`assignments (workspace_id, profile_id, journey_id, step, arm, run_id, at) values (${own}, ${journeyId}, 'entry', 'a', ${runId}, ${at})`,
    sql`calls (workspace_id, profile_id, id, run_id, step, visit, node_type, input, due_at, planned_at) values (${own}, ${newId<CallId>()}, ${runId}, 'ask', 1, 'ask', '{}', ${at}, ${at})`,
    sql`consent_events (workspace_id, profile_id, id, channel, action, source, at) values (${own}, ${newId()}, 'sms', 'granted', 'identify', ${at})`,
    sql`conversions (workspace_id, profile_id, run_id, goal, journey_id, journey_version_id, event_id, at) values (${own}, ${runId}, 0, ${journeyId}, ${journeyVersionId}, ${eventId}, ${at})`,
    sql`entry_records (workspace_id, profile_id, journey_id, entry_key, last_entered_at) values (${own}, ${journeyId}, '', ${at})`,
    sql`event_queue (workspace_id, profile_id, event_id, stage, partition, received_at) values (${own}, ${eventId}, 'match', 0, ${at})`,
    sql`message_links (workspace_id, profile_id, message_id, n, url) values (${own}, ${message?.id}, 1, 'https://shop.example')`,
    sql`link_tokens (workspace_id, profile_id, token, message_id, n) values (${own}, ${newId()}, ${message?.id}, 1)`,
    sql`message_events (workspace_id, profile_id, message_id, dedupe, kind, at) values (${own}, ${message?.id}, '1', 'clicked', ${at})`,
    sql`run_exits (workspace_id, profile_id, run_id, kind, reason, at) values (${own}, ${runId}, 'exit', '{"text": "Left"}', ${at})`,
    sql`wakes (workspace_id, profile_id, wait_id, run_id, kind, at) values (${own}, ${wait?.id}, ${runId}, 'changed', ${at})`,
    sql`sources (workspace_id, id, name, kind, key_hash, key_hint, created_at) values (${workspaceId}, ${source}, 'Page', 'browser', ${source}, '', ${at})`,
    sql`rejected_events (workspace_id, profile_id, id, source_id, reason, excerpt, received_at) values (${own}, ${newId()}, ${source}, 'No', ${word}, ${at})`,
    sql`callbacks (workspace_id, id, provider_id, headers, body, received_at, processed_at, error) values (${workspaceId}, ${newId()}, ${newId()}, '{}', ${`{"from": "${word}@example.com"}`}, ${at}, ${at}, 'No sense')`,
  ])
    await db.execute(sql`insert into ${row}`);
}

it('leaves nothing of a person in any table, nor of whom they were before, and everybody else as they are', async () => {
  await aBed();
  const journey = await bed.journey(messageThenWait);
  const [ada, stranger, bob] = [await aPerson(), await aPerson(), await bed.person()];
  const [hers, theirs, his] = await bed.enterAll(journey, [ada, stranger, bob]);
  if (!hers || !theirs || !his) throw new Error('Nobody entered');
  await bed.trips.runUntil(START);
  for (const [person, run, word] of [
    [ada, hers, ADA],
    [stranger, theirs, ADA],
    [bob, his, 'bob'],
  ] as const)
    await fill(person, run, word);
  await bed.db.execute(sql`update profiles set merged_into = ${ada} where id = ${stranger}`);
  const known = await bed.db.execute<{ name: string }>(sql`
    select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.column_name = 'profile_id' order by 1`);
  // A table that has come since needs a row above, and a place in what is erased.
  const before = await tablesWith(bed.db, [ada]);
  expect(Object.keys(before)).toEqual(expect.arrayContaining(known.map(({ name }) => name)));
  const others = await tablesWith(bed.db, [bob]);
  await erasePerson.by(by(bed), ada);
  expect(await leftOf(ada, stranger, hers, theirs)).toEqual({});
  expect(await tablesWith(bed.db, [bob])).toEqual(others);
  await expect(erasePerson.by(by(bed), ada)).rejects.toMatchObject({ code: 'not-found' });
});

it('is found under whom they turned out to be', async () => {
  await aBed();
  const [ada, stranger] = [await aPerson(), await aPerson()];
  await bed.db.execute(sql`update profiles set merged_into = ${ada} where id = ${stranger}`);
  await erasePerson.by(by(bed), stranger);
  expect(await leftOf(ada, stranger)).toEqual({});
});

it('keeps that an address may not be contacted, and says in the audit log whom it was about by id alone', async () => {
  await aBed();
  const ada = await aPerson();
  const suppressed = { workspaceId: bed.workspaceId, channel: 'sms', addressHash: 'hash', reason: 'STOP', at: START };
  await bed.db.insert(suppressions).values(suppressed);
  await erasePerson.by(by(bed), ada);
  expect(await bed.db.select().from(suppressions)).toMatchObject([suppressed]);
  expect(await bed.db.select().from(auditLog)).toMatchObject([
    { actor: 'user:grace', action: 'person.erase', subject: `person:${ada}`, detail: {} },
  ]);
});

it('is for administrators and owners', async () => {
  await aBed();
  const ada = await aPerson();
  await expect(erasePerson.by(by(bed, 'publisher'), ada)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await leftOf(ada)).not.toEqual({});
});

it('counts whoever was inside as having left, at no step any more', async () => {
  await aBed();
  const [ada, bob] = [await aPerson(), await bed.person()];
  await bed.enterAll(await bed.journey(messageThenWait), [ada, bob]);
  await bed.trips.runUntil(START);
  await erasePerson.by(by(bed), ada);
  const counted = await bed.db
    .select({ step: counters.step, kind: counters.kind, count: sql<number>`sum(count)::int` })
    .from(counters)
    .groupBy(counters.step, counters.kind);
  const of = (step: string, kind: string) => counted.find((row) => row.step === step && row.kind === kind)?.count ?? 0;
  expect([of('entry', 'entered'), of('entry', 'ended'), of('pause', 'resting'), of('nudge', 'sent')]).toEqual([
    ...[2, 1, 1, 2],
  ]);
});

describe('beside a drive that has the person in hand', () => {
  const points: readonly DrivePoint[] = [
    ...(['claimed', 'before-commit', 'committed', 'looked', 'before-gates', 'before-rest', 'left'] as const),
  ];

  /** Ada and Bob in one convoy, and a drive that lets somebody step in at a point, the first time, and once more before it calls the provider. */
  async function driven(
    point: DrivePoint,
    stepIn: (ada: ProfileId) => Promise<unknown>,
    beforeCalls: () => Promise<unknown> | undefined = () => undefined,
  ) {
    await aBed();
    const journey = await bed.journey(messageThenWait);
    const [ada, bob] = [await aPerson(), await bed.person()];
    const [hers, his] = await bed.enterAll(journey, [ada, bob]);
    if (!hers || !his) throw new Error('Nobody entered');
    // Who rests shortly keeps the convoy on its way when the others have left it.
    await bed.enter(await bed.journey(shortWait), await bed.person());
    const failures: unknown[] = [];
    let stood = false;
    const at = async (reached: DrivePoint): Promise<void> => {
      if (reached === point && !stood) {
        stood = true;
        await stepIn(ada);
      }
      if (reached === 'sending-committed') await beforeCalls();
    };
    const onFailure = (failure: unknown): void => void failures.push(failure);
    const driver = createDriver(aPatientDriver(bed.db, bed.clock, bed.provider, { at, onFailure }));
    const input = await inputOf(hers);
    await driver.drive(input);
    await driver.drained();
    expect(stood).toBe(true);
    await bed.trips.runUntil(START);
    expect(failures).toEqual([]);
    expect(await bed.run(his)).toMatchObject({ phase: 'waiting', step: 'pause', claims: 0, error: null });
    expect(bed.provider.delivered.filter(({ to }) => to.includes(bob))).toHaveLength(1);
    return { ada, hers };
  }

  it.each(points)('writes nothing more of them once they are erased at “%s”, and moves the others', async (point) => {
    const { ada, hers } = await driven(point, (person) => erasePerson.by(by(bed), person));
    expect(await leftOf(ada, hers)).toEqual({});
    expect(bed.provider.delivered.filter(({ to }) => to.includes(ADA)).length).toBeLessThanOrEqual(
      ['before-rest', 'left'].includes(point) ? 1 : 0,
    );
  });

  it.each(['before-commit', 'before-gates'] as const)(
    'waits at “%s” for an erasure that holds them, and finds nobody then',
    async (point) => {
      let erased: Promise<unknown> | undefined;
      let letGo = (): void => {};
      let standing: Promise<unknown> | undefined;
      const { ada, hers } = await driven(point, async (person) => {
        // The erasure stands still in its midst, where it has locked everything: at a table that somebody else holds.
        const free = new Promise<void>((resolve) => (letGo = resolve));
        let isHeld = (): void => {};
        const held = new Promise<void>((resolve) => (isHeld = resolve));
        standing = bed.db.transaction(async (tx) => {
          await tx.execute(sql`lock table conversions in exclusive mode`);
          isHeld();
          await free;
        });
        await held;
        erased = erasePerson.by(by(bed), person);
        await until(() => areWaiting(bed.db, 1));
        // Once the drive waits too.
        void until(() => areWaiting(bed.db, 2)).then(letGo, letGo);
      });
      await Promise.all([erased, standing]);
      expect(await leftOf(ada, hers)).toEqual({});
      expect(bed.provider.delivered.filter(({ to }) => to.includes(ADA))).toEqual([]);
    },
  );

  it.each(['gates-locked', 'sending-committed'] as const)(
    'is refused at “%s”, where their message is leaving, until its call is over',
    async (point) => {
      let refused: Promise<unknown> | undefined;
      const { ada, hers } = await driven(
        point,
        async (person) => {
          refused = erasePerson.by(by(bed), person).catch((error: unknown) => error);
          if (point === 'gates-locked') await until(() => areWaiting(bed.db));
        },
        () => refused,
      );
      expect(await refused).toMatchObject({ code: 'wrong-state' });
      expect(bed.provider.delivered.filter(({ to }) => to.includes(ADA))).toHaveLength(1);
      const [message] = await bed.messages(hers);
      expect(message).toMatchObject({ state: 'accepted' });
      await erasePerson.by(by(bed), ada);
      expect(await leftOf(ada, hers)).toEqual({});
      // What comes back about it finds nothing, and is no fault.
      const fact = { workspaceId: bed.workspaceId, kind: 'delivered', dedupe: '1', at: START, machine: false } as const;
      if (!message) throw new Error('There was no message');
      const facts = [{ ...fact, messageId: message.id, detail: {} }];
      expect(await bed.db.transaction((tx) => recordFacts(tx, facts))).toEqual([]);
    },
  );
});

it('holds whatever others lock about them, before anything of it is gone', async () => {
  await aBed();
  const ada = await aPerson();
  const hers = await bed.enter(await bed.journey(messageThenWait), ada);
  await bed.trips.runUntil(START);
  await fill(ada, hers, ADA);
  let letGo = (): void => {};
  let isHeld = (): void => {};
  const held = new Promise<void>((resolve) => (isHeld = resolve));
  const standing = bed.db.transaction(async (tx) => {
    // The first that is written after all is held.
    await tx.execute(sql`lock table counters in exclusive mode`);
    isHeld();
    await new Promise<void>((resolve) => (letGo = resolve));
  });
  await held;
  const own = 'profile_id';
  const keys = { profiles: 'id', profile_gates: own, runs: own, messages: own, calls: own };
  const free = async () => {
    const found: string[] = [];
    for (const [table, person] of Object.entries(keys)) {
      const theirs = sql`${sql.identifier(person)} = ${ada}`;
      const rows = await bed.db.execute(
        sql`select from ${sql.identifier(table)} where ${theirs} for no key update skip locked`,
      );
      if (rows.length > 0) found.push(table);
    }
    return found;
  };
  expect(await free()).toEqual(['profiles', 'profile_gates', 'runs', 'messages', 'calls']);
  const erased = erasePerson.by(by(bed), ada);
  await until(() => areWaiting(bed.db));
  expect(await free()).toEqual([]);
  letGo();
  await Promise.all([standing, erased]);
  expect(await leftOf(ada, hers)).toEqual({});
});

it('is refused while a call of a step or a message of theirs is under way, and no longer than it may be', async () => {
  await aBed();
  const ada = await aPerson();
  const hers = await bed.enter(await bed.journey(messageThenWait), ada);
  await bed.trips.runUntil(START);
  await fill(ada, hers, ADA);
  const [first, second] = [START + 60_000, START + 120_000].map((at) => new Date(at).toISOString());
  await bed.db.execute(sql`update calls set state = 'calling', lease_until = ${first}`);
  await bed.db.execute(sql`update messages set state = 'sending', resolve_after = ${second}`);
  await expect(erasePerson.by(by(bed), ada)).rejects.toMatchObject({ code: 'wrong-state' });
  await bed.db.execute(sql`update messages set resolve_after = ${first}`);
  await bed.db.execute(sql`update calls set lease_until = ${second}`);
  bed.clock.moveTo(START + 90_000);
  await expect(erasePerson.by(by(bed), ada)).rejects.toMatchObject({ code: 'wrong-state' });
  bed.clock.moveTo(START + 121_000);
  await erasePerson.by(by(bed), ada);
  expect(await leftOf(ada, hers)).toEqual({});
});

it('takes along whom somebody makes them while they are waited for', async () => {
  await aBed();
  const [ada, stranger] = [await aPerson(), await aPerson()];
  let letGo = (): void => {};
  let isHeld = (): void => {};
  const held = new Promise<void>((resolve) => (isHeld = resolve));
  const joining = bed.db.transaction(async (tx) => {
    await tx.execute(sql`select from profiles where id = ${ada} for update`);
    isHeld();
    await new Promise<void>((resolve) => (letGo = resolve));
    await tx.execute(sql`update profiles set merged_into = ${ada} where id = ${stranger}`);
  });
  await held;
  const erased = erasePerson.by(by(bed), ada);
  await until(() => areWaiting(bed.db));
  letGo();
  await Promise.all([joining, erased]);
  expect(await leftOf(ada, stranger)).toEqual({});
});

it('meets a drive that draws an arm for them in the order of persons, then runs, so that neither waits for the other in a ring', async () => {
  const nodeTypes = nodeTypesOf(builtInNodes);
  let free = (): void => {};
  let standing: Promise<unknown> | undefined;
  let stepIn = async (): Promise<void> => {};
  const at = async (point: DrivePoint): Promise<void> => {
    if (point === 'before-commit' && !standing) await stepIn();
  };
  const compiled = (document: JourneyDocument) => {
    const made = compile(document, nodeTypes);
    if (!made.ok) throw new Error('It does not compile');
    return made.plan;
  };
  bed = await aTestBed({ compile: compiled, at });
  const ada = await aPerson();
  const split = aJourney().entry('Started').split({ a: 0.5, b: 0.5 }, 'arms').wait('P1D', 'rest').document();
  const hers = await bed.enter(await bed.journey(split), ada);
  const own = connect(bed.url, { max: 1 });
  const tries = vi.spyOn(own.db, 'transaction');
  let erased: Promise<unknown> | undefined;
  stepIn = async () => {
    const held = new Promise<void>((isHeld) => {
      standing = bed.db.transaction(async (tx) => {
        // Where the drive has moved the run and is about to write the arm.
        await tx.execute(sql`lock table assignments in share mode`);
        isHeld();
        await new Promise<void>((resolve) => (free = resolve));
      });
    });
    await held;
    void until(() => areWaiting(bed.db, 1))
      .then(() => {
        erased = erasePerson.by(by({ ...bed, db: own.db }), ada);
        return until(() => areWaiting(bed.db, 2));
      })
      .then(free, free);
  };
  await bed.driver.drive(await inputOf(hers));
  await Promise.all([standing, erased]);
  await own.end();
  expect(tries).toHaveBeenCalledTimes(1);
  expect(await leftOf(ada, hers)).toEqual({});
});

describe('beside the matcher', () => {
  const stages: Readonly<Record<MatcherPoint, boolean>> = {
    // Whether the matcher holds them by then, so that the erasure waits for it.
    'learn:held': false,
    'learn:read': false,
    'learn:locked': true,
    'learn:written': true,
    'learn:committed': false,
    'match:held': false,
    'match:read': false,
    'match:locked': true,
    'match:written': true,
    'match:committed': false,
  };

  it.each(Object.entries(stages))(
    'leaves nothing of them, whose event is at “%s”, and nobody holds the event against anybody',
    async (point, waits) => {
      const shop = await aMatcher(await aDatabase({ max: 10 }));
      const { versionId } = await shop.publish({});
      await shop.say(on('Known', ADA), on('Known', 'bob'));
      await shop.settle();
      const { id: ada } = await shop.person(ADA);
      await shop.say(on('Enter', ADA, { by: ADA }), on('Enter', 'bob'));
      let erased: Promise<unknown> | undefined;
      const failures: unknown[] = [];
      const at = async (reached: MatcherPoint): Promise<void> => {
        if (reached !== point || erased) return;
        erased = erasePerson.by(by(shop), ada);
        if (waits) await shop.blocked();
        else await erased;
      };
      const onFailure = (failure: unknown): void => void failures.push(failure);
      const deps = shop.matcher({ at, memory: aMatcherMemory(), onFailure });
      while ((await learnOnce(deps)) + (await matchOnce(deps)) > 0);
      await erased;
      await shop.settle();
      expect(await tablesWith(shop.db, [ADA, ada], ['audit_log', 'event_ids'])).toEqual({});
      expect(failures).toEqual([]);
      expect(await shop.queue()).toEqual([]);
      expect(await shop.runs()).toMatchObject([{ journeyVersionId: versionId }]);
    },
  );

  it('begins again where what a step told of them was read before they were erased', async () => {
    const shop = await aMatcher(await aDatabase());
    await shop.publish({});
    await shop.say(on('Enter', ADA));
    await shop.settle();
    const [run] = await shop.runs();
    if (!run) throw new Error('Nobody entered');
    await shop.emit(run, { name: 'Told', properties: {}, at: noon });
    const failures: unknown[] = [];
    const at = async (reached: MatcherPoint): Promise<void> => {
      if (reached === 'learn:read' && (await shop.profiles()).length > 0) await erasePerson.by(by(shop), run.profileId);
    };
    await learnOnce(shop.matcher({ at, onFailure: (failure) => void failures.push(failure) }));
    expect([await shop.profiles(), await shop.queue(), failures]).toEqual([[], [], []]);
  });

  it('takes along what came in and nobody has learned yet', async () => {
    const shop = await aMatcher(await aDatabase());
    await shop.say(on('Known', ADA));
    await shop.settle();
    const { id } = await shop.person(ADA);
    await shop.say(on('Enter', ADA), on('Enter', 'bob'));
    await erasePerson.by(by(shop), id);
    await shop.settle();
    expect(await shop.profiles()).toHaveLength(1);
    expect((await shop.person('bob')).id).not.toBe(id);
  });

  it('makes somebody new of whoever comes later with the same ids', async () => {
    const shop = await aMatcher(await aDatabase());
    await shop.say(on('Known', ADA, {}, at(noon)));
    await shop.settle();
    const { id } = await shop.person(ADA);
    await erasePerson.by(by(shop), id);
    await shop.say(on('Known', ADA, {}, at(noon + 1)));
    await shop.settle();
    const again = await shop.person(ADA);
    expect(again.id).not.toBe(id);
  });
});
