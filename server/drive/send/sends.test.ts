import type { ProfileId, RunId } from '@wend/engine';
import { eq, sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import type { Published } from '../../../test/harness/a-workspace.ts';
import { areWaiting, until } from '../../../test/harness/index.ts';
import { aDocument } from '../../../test/run-loop/bed/nodes.ts';
import { aProvider } from '../../../test/run-loop/bed/provider.ts';
import { aPatientDriver, aTestBed, START, type TestBed } from '../../../test/run-loop/bed/test-bed.ts';
import { newId } from '../../ids/index.ts';
import {
  consentStates,
  contactPoints,
  counters,
  frequencyCaps,
  messages,
  providers,
  quietHours,
  runs,
  suppressions,
} from '../../tables/index.ts';
import { createDriver, type Driver } from '../create-drive.ts';
import type { CallOutcome } from './call-outcome.ts';
import { Lines, lineSettings } from './lines.ts';
import { recordOutcomes } from './record-outcomes.ts';

let bed: TestBed;
afterEach(() => bed.close());

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const oneMessage = aDocument({ nudge: { type: 'say' } });

async function inputOf(runId: RunId) {
  const { convoyId } = await bed.run(runId);
  if (convoyId === null) throw new Error('In no convoy');
  return { workspaceId: bed.workspaceId, convoyId, epoch: 1, queue: 'small' as const };
}

async function sent(
  document = oneMessage,
  person: Parameters<TestBed['person']>[0] = {},
  prepare: (profileId: ProfileId) => Promise<unknown> = async () => {},
) {
  const profileId = await bed.person(person);
  await prepare(profileId);
  const runId = await bed.enter(await bed.journey(document), profileId);
  await bed.trips.runUntil(START);
  const [message] = await bed.messages(runId);
  return { profileId, runId, message };
}

it('skips who has no address, no consent, withdrew it, or is suppressed, and says why', async () => {
  bed = await aTestBed();
  const noAddress = await sent(oneMessage, {}, (profileId) =>
    bed.db.delete(contactPoints).where(eq(contactPoints.profileId, profileId)),
  );
  expect(noAddress.message).toMatchObject({ state: 'skipped', outcome: { gate: 'no-address' } });
  expect((await sent(oneMessage, { consents: false })).message).toMatchObject({
    state: 'skipped',
    outcome: { gate: 'consent', why: 'No consent for sms is recorded' },
  });
  const withdrawn = await sent(oneMessage, {}, (profileId) =>
    bed.db.update(consentStates).set({ state: 'withdrawn' }).where(eq(consentStates.profileId, profileId)),
  );
  expect(withdrawn.message).toMatchObject({
    state: 'skipped',
    outcome: { gate: 'consent', why: 'Consent for sms was withdrawn' },
  });
  const suppressed = await sent(oneMessage, { address: '+1' }, () =>
    bed.db
      .insert(suppressions)
      .values({ workspaceId: bed.workspaceId, channel: 'sms', addressHash: 'sms:+1', reason: 'bounced', at: START }),
  );
  expect(suppressed.message).toMatchObject({ state: 'skipped', outcome: { gate: 'suppression' } });
  expect(bed.provider.requests).toHaveLength(0);
  expect(await bed.run(suppressed.runId)).toMatchObject({ phase: 'ended' });
});

it('asks no consent for what answers the person, but never writes to a suppressed address', async () => {
  bed = await aTestBed();
  const receipt = aDocument({ receipt: { type: 'say', config: { purpose: 'transactional' } } });
  expect((await sent(receipt, { consents: false })).message).toMatchObject({ state: 'accepted' });
  await bed.db
    .insert(suppressions)
    .values({ workspaceId: bed.workspaceId, channel: 'sms', addressHash: 'sms:+1', reason: 'complained', at: START });
  expect((await sent(receipt, { address: '+1' })).message).toMatchObject({ state: 'skipped' });
});

it('holds a topic back that the person withdrew, whatever the channel allows', async () => {
  bed = await aTestBed();
  const news = aDocument({ news: { type: 'say', config: { topic: 'news' } } });
  const { message } = await sent(news, {}, (profileId) =>
    bed.db.insert(consentStates).values({
      workspaceId: bed.workspaceId,
      profileId,
      channel: 'sms',
      topic: 'news',
      state: 'withdrawn',
      at: START,
    }),
  );
  expect(message).toMatchObject({ state: 'skipped', outcome: { gate: 'consent' } });
});

it('defers over quiet hours to the opening in the person’s own zone, spread, and shows it', async () => {
  bed = await aTestBed();
  await bed.db.insert(quietHours).values({
    country: 'FR',
    channel: 'sms',
    allow: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '15:00', to: '20:00' }],
    source: 'a law',
    checkedOn: '2025-01-01',
  });
  const { runId, message } = await sent(aDocument({ nudge: { type: 'say' } }, { quietHours: 'country' }), {
    country: 'FR',
    timeZone: 'Europe/Paris',
  });
  expect(message).toMatchObject({ state: 'planned', deferrals: [{ gate: 'quiet-hours' }] });
  const { dueAt, convoyId } = await bed.run(runId);
  expect(convoyId).toBeNull();
  expect(dueAt).toBeGreaterThanOrEqual(START + 2 * HOUR);
  expect(dueAt).toBeLessThan(START + 2 * HOUR + 10 * MINUTE);
  await bed.trips.runUntil(START + 3 * HOUR);
  expect(bed.provider.delivered).toHaveLength(1);
});

it('takes the skipped port instead, where the step says so', async () => {
  bed = await aTestBed();
  const nudge = { type: 'say', config: { whenHeld: 'skip' } };
  const { message } = await sent(
    aDocument({ nudge }, { quietHours: { allow: [{ days: [1], from: '15:00', to: '16:00' }] } }),
  );
  expect(message).toMatchObject({ state: 'skipped', outcome: { gate: 'quiet-hours' } });
});

it('says the first reason of several, in the order of the gates', async () => {
  bed = await aTestBed();
  await bed.db.insert(frequencyCaps).values({ workspaceId: bed.workspaceId, id: newId(), max: 1, within: 'PT2H' });
  const { profileId } = await sent(oneMessage, { address: '+1' });
  const nudge = { type: 'say', config: { whenHeld: 'skip' } };
  const inTheAfternoon = { quietHours: { allow: [{ days: [1], from: '15:00', to: '16:00' }] } };
  const gateOf = async (journey: Published): Promise<unknown> => {
    const runId = await bed.enter(journey, profileId);
    await bed.trips.runUntil(START);
    return (await bed.messages(runId))[0]?.outcome?.['gate'];
  };
  const later = await bed.journey(aDocument({ nudge }, inTheAfternoon));
  await bed.db.update(consentStates).set({ state: 'withdrawn' });
  await bed.db
    .insert(suppressions)
    .values({ workspaceId: bed.workspaceId, channel: 'sms', addressHash: 'sms:+1', reason: 'bounced', at: START });
  expect(await gateOf(later)).toBe('suppression');
  await bed.db.delete(suppressions).where(eq(suppressions.workspaceId, bed.workspaceId));
  expect(await gateOf(later)).toBe('consent');
  await bed.db.update(consentStates).set({ state: 'granted' });
  expect(await gateOf(later)).toBe('quiet-hours');
  expect(await gateOf(await bed.journey(aDocument({ nudge })))).toBe('frequency-cap');
  expect(bed.provider.requests).toHaveLength(1);
});

it('defers what exceeds a cap until the oldest message leaves the window', async () => {
  bed = await aTestBed();
  await bed.db.insert(frequencyCaps).values({ workspaceId: bed.workspaceId, id: newId(), max: 1, within: 'PT2H' });
  const profileId = await bed.person();
  const first = await bed.enter(await bed.journey(oneMessage), profileId);
  const second = await bed.enter(await bed.journey(oneMessage), profileId);
  await bed.trips.runUntil(START + HOUR);
  expect(bed.provider.delivered).toHaveLength(1);
  await bed.trips.runUntil(START + 2 * HOUR);
  expect(bed.provider.delivered).toHaveLength(2);
  expect([await bed.run(first), await bed.run(second)]).toMatchObject([{ phase: 'ended' }, { phase: 'ended' }]);
});

it('lets two journeys pass one cap only one after the other', async () => {
  bed = await aTestBed();
  await bed.db.insert(frequencyCaps).values({ workspaceId: bed.workspaceId, id: newId(), max: 1, within: 'PT2H' });
  const profileId = await bed.person();
  const first = await bed.enter(await bed.journey(oneMessage), profileId);
  const firstInput = await inputOf(first);
  await bed.db.execute(sql`update convoys set phase = 'started'`);
  const second = await bed.enter(await bed.journey(oneMessage), profileId);
  const secondInput = await inputOf(second);
  const { promise: secondIsAtTheGates, resolve: arrived } = withResolvers();
  const driverOf = (at: NonNullable<Parameters<typeof aPatientDriver>[3]>['at']): Driver =>
    createDriver(aPatientDriver(bed.db, bed.clock, bed.provider, at ? { at } : {}));
  const slow = driverOf(async (point) => {
    if (point !== 'gates-locked') return;
    await secondIsAtTheGates;
    await until(() => areWaiting(bed.db));
  });
  const fast = driverOf(async (point) => {
    if (point === 'before-gates') arrived();
  });
  const slowDrive = slow.drive(firstInput);
  const locks = sql`select from pg_locks where relation = 'profile_gates'::regclass and mode = 'RowShareLock'`;
  await until(async () => (await bed.db.execute(locks)).length > 0);
  await Promise.all([slowDrive, fast.drive(secondInput)]);
  expect(bed.provider.delivered).toHaveLength(1);
  expect((await bed.db.select().from(messages)).map(({ state }) => state).sort()).toEqual(['accepted', 'planned']);
});

it('gives each message its own slot of the provider’s budget, and defers it once', async () => {
  bed = await aTestBed();
  await bed.db.update(providers).set({ rate: 2, burst: 2 });
  const journey = await bed.journey(oneMessage);
  for (let n = 0; n < 8; n += 1) await bed.enter(journey, await bed.person());
  await bed.trips.runUntil(START);
  expect(bed.provider.delivered).toHaveLength(2);
  await bed.trips.runUntil(START + 2_000);
  expect(bed.provider.delivered.length).toBeLessThanOrEqual(6);
  await bed.trips.runUntil(START + 10_000);
  expect(bed.provider.delivered).toHaveLength(8);
  const deferrals = (await bed.db.select().from(messages)).map(({ deferrals: list }) =>
    Array.isArray(list) ? list.length : 0,
  );
  expect(Math.max(...deferrals)).toBe(1);
});

const receipt = aDocument({ receipt: { type: 'say', config: { purpose: 'transactional' } } });

async function enterMany(document: typeof receipt, count: number) {
  const journey = await bed.journey(document);
  const people = [];
  for (let n = 0; n < count; n += 1) people.push(await bed.person());
  return bed.enterAll(journey, people);
}
const acceptedOf = async (runIds: readonly RunId[]) => {
  const rows = await bed.db.select().from(messages).where(eq(messages.state, 'accepted'));
  return rows.filter(({ runId }) => runIds.includes(runId)).length;
};

it('keeps a share of the rate for transactional messages, whatever marketing stands in line', async () => {
  bed = await aTestBed();
  await bed.db.update(providers).set({ rate: 10, burst: 1, reservedShare: 0.2 });
  const marketing = await enterMany(oneMessage, 60);
  await bed.trips.runUntil(START);
  expect(await acceptedOf(marketing)).toBe(1);
  const receipts = await enterMany(receipt, 5);
  await bed.trips.runUntil(START);
  expect(await acceptedOf(receipts)).toBe(1);
  // Two a second are theirs, though the last of marketing leaves seven seconds later.
  await bed.trips.runUntil(START + 3_000);
  expect(await acceptedOf(receipts)).toBe(5);
  expect(await acceptedOf(marketing)).toBeLessThanOrEqual(26);
  await bed.trips.runUntil(START + 9_000);
  expect(await acceptedOf(marketing)).toBe(60);
});

it('sends no faster than the provider’s rate, however much of it is transactional', async () => {
  bed = await aTestBed();
  await bed.db.update(providers).set({ rate: 10, burst: 1, reservedShare: 0.2 });
  const receipts = await enterMany(receipt, 40);
  for (let second = 0; second <= 6; second += 1) {
    await bed.trips.runUntil(START + second * 1_000);
    expect(await acceptedOf(receipts)).toBeLessThanOrEqual(10 * second + 2);
  }
  // What marketing does not ask for is theirs too: the reserved share alone would take twenty seconds.
  expect(await acceptedOf(receipts)).toBe(40);
  const waited = (await bed.db.select().from(messages)).map(({ deferrals: list }) =>
    Array.isArray(list) ? list.length : 0,
  );
  expect(Math.max(...waited)).toBe(1);
});

it('lets transactional messages of one chunk go first', async () => {
  bed = await aTestBed();
  await bed.db.update(providers).set({ rate: 1, burst: 1 });
  const marketing = await enterMany(oneMessage, 3);
  const [urgent] = await enterMany(receipt, 1);
  await bed.trips.runUntil(START);
  expect([await acceptedOf(marketing), await acceptedOf(urgent === undefined ? [] : [urgent])]).toEqual([0, 1]);
});

it('commits as sending no more than a chunk, before its calls', async () => {
  const most = { sending: 0 };
  bed = await aTestBed({
    settings: { chunk: 5 },
    at: async (point) => {
      if (point !== 'sending-committed') return;
      const [row] = await bed.db.execute<{ n: string }>(
        sql`select count(*) as n from messages where state = 'sending'`,
      );
      most.sending = Math.max(most.sending, Number(row?.n));
    },
  });
  const journey = await bed.journey(oneMessage);
  for (let n = 0; n < 12; n += 1) await bed.enter(journey, await bed.person());
  await bed.trips.runUntil(START);
  expect(most.sending).toBe(5);
  expect(bed.provider.delivered).toHaveLength(12);
});

it('hands back what is unsent when it is asked to stop', async () => {
  const stopping = new AbortController();
  bed = await aTestBed({
    settings: { chunk: 5 },
    at: async (point) => (point === 'sending-committed' ? stopping.abort() : undefined),
  });
  const journey = await bed.journey(oneMessage);
  const ids = [];
  for (let n = 0; n < 12; n += 1) ids.push(await bed.enter(journey, await bed.person()));
  await bed.driver.drive(await inputOf(ids[0] ?? newId<RunId>()), stopping.signal);
  await bed.driver.drained();
  expect((await bed.db.select().from(messages)).every(({ state }) => state === 'planned')).toBe(true);
  expect((await bed.db.select().from(runs)).every(({ claim }) => claim === null)).toBe(true);
  await bed.trips.runUntil(START);
  expect(new Set(bed.provider.delivered.map(({ id }) => id)).size).toBe(12);
  expect(bed.provider.delivered).toHaveLength(12);
});

it('lets a provider that hangs hold nobody else', async () => {
  bed = await aTestBed();
  bed.provider.onSend = () => {
    bed.provider.manner = bed.provider.requests.at(-1)?.to.startsWith('sms') ? 'hang' : 'accept';
  };
  const hanging = await bed.enter(await bed.journey(oneMessage), await bed.person());
  const mail = await bed.enter(
    await bed.journey(aDocument({ mail: { type: 'say', config: { channel: 'email' } } })),
    await bed.person(),
  );
  while ((await bed.run(mail)).phase !== 'ended') await bed.trips.runUntil(START);
  expect(await bed.run(mail)).toMatchObject({ phase: 'ended' });
  expect(await bed.run(hanging)).toMatchObject({ phase: 'sending', claim: null });
});

it('leaves a provider that only fails alone for a while, then probes it with one call, while others are called', async () => {
  let nowMs = 0;
  const lines = new Lines(() => nowMs);
  bed = await aTestBed({ lines });
  bed.provider.manner = 'retry';
  const sms = await enterMany(oneMessage, 30);
  await bed.trips.runUntil(START);
  // The chunk that was under way has failed as a whole.
  const failed = bed.provider.requests.length;
  expect(failed).toBe(30);
  const more = await enterMany(oneMessage, 30);
  bed.provider.manner = 'accept';
  const mail = await enterMany(aDocument({ mail: { type: 'say', config: { channel: 'email' } } }), 3);
  await bed.trips.runUntil(START + 9_000);
  expect([await acceptedOf([...sms, ...more]), await acceptedOf(mail)]).toEqual([0, 3]);
  nowMs = lineSettings.openMs;
  bed.provider.onSend = () => {
    bed.provider.onSend = undefined;
    bed.provider.manner = 'retry';
  };
  await bed.trips.runUntil(START + 12_000);
  // One probe, refused: the others were left alone.
  expect(bed.provider.requests).toHaveLength(failed + mail.length + 1);
  bed.provider.manner = 'accept';
  nowMs = 2 * lineSettings.openMs;
  await bed.trips.runUntil(START + 30_000);
  expect(await acceptedOf([...sms, ...more])).toBe(60);
});

it('goes on as soon as an answer comes that its drive did not wait for', async () => {
  bed = await aTestBed({ settings: { sliceMs: 200 } });
  const { promise: answered, resolve: answer } = withResolvers();
  bed.provider.onSend = () => answered;
  const runId = await bed.enter(await bed.journey(oneMessage), await bed.person());
  while (bed.provider.requests.length === 0) await bed.driver.drive(await inputOf(runId));
  expect(await bed.run(runId)).toMatchObject({ phase: 'sending', claim: null });
  answer();
  await bed.driver.drained();
  await bed.trips.runUntil(START);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});

it('keeps what came of a call though the provider says what Postgres cannot hold', async () => {
  const local = await aProvider();
  const adapters = new Map(
    [...local.adapters].map(([name, adapter]) => [
      name,
      { ...adapter, send: async () => ({ kind: 'accepted', ref: 'a\0b\ud800' }) as const },
    ]),
  );
  bed = await aTestBed({ adapters });
  const { runId, message } = await sent();
  expect(message).toMatchObject({ state: 'accepted', providerRef: 'ab\ufffd' });
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
  await local.close();
});

it('tries again what was refused before it was taken, when the provider says', async () => {
  bed = await aTestBed();
  bed.provider.manner = 'retry';
  const { message } = await sent();
  expect(message).toMatchObject({ state: 'planned', sendingAt: null, slotAt: START + 5_000 });
  bed.provider.manner = 'accept';
  await bed.trips.runUntil(START + 4_999);
  expect(bed.provider.delivered).toHaveLength(0);
  await bed.trips.runUntil(START + 5_000);
  expect(bed.provider.delivered).toHaveLength(1);
});

it('offers a lost answer to an idempotent provider again: same id, same bytes, one message', async () => {
  let renderings = 0;
  bed = await aTestBed({
    honesty: 'idempotent',
    render: async (_, asked) =>
      new Map(
        asked.map(({ id }) => [
          id,
          { kind: 'rendered', payload: { body: `Rendering ${(renderings += 1)}` }, links: [] },
        ]),
      ),
  });
  bed.provider.manner = 'swallow';
  const { runId, message } = await sent();
  expect(message).toMatchObject({ state: 'sending' });
  bed.provider.manner = 'accept';
  await bed.trips.runUntil(START + 2 * MINUTE);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
  expect(bed.provider.delivered).toHaveLength(1);
  expect(bed.provider.requests).toHaveLength(2);
  expect(bed.provider.requests[1]).toEqual(bed.provider.requests[0]);
});

it('looks a lost answer up at a traceable provider, and sends again only what that one, after its delay, does not have', async () => {
  bed = await aTestBed({ honesty: 'traceable' });
  bed.provider.manner = 'swallow';
  const taken = await sent();
  bed.provider.manner = 'hang';
  const lost = await sent();
  bed.provider.manner = 'accept';
  await bed.driver.drained();
  await bed.trips.runUntil(START + 2 * MINUTE);
  expect(await bed.messages(taken.runId)).toMatchObject([{ state: 'accepted' }]);
  expect(await bed.messages(lost.runId)).toMatchObject([{ state: 'accepted' }]);
  expect(bed.provider.delivered).toHaveLength(2);
  expect(bed.provider.requests).toHaveLength(3);
});

it('leaves it unknown at an opaque provider, never sends again, and walks on by the port for it', async () => {
  bed = await aTestBed({ honesty: 'opaque' });
  bed.provider.manner = 'swallow';
  const { runId, message } = await sent(
    aDocument({
      nudge: { type: 'say', to: { unknown: 'other' } },
      other: { type: 'say', config: { channel: 'email' } },
    }),
  );
  expect(message).toMatchObject({ state: 'unknown' });
  expect(await bed.messages(runId)).toHaveLength(2);
});

it('decides for the holdout and sends nothing', async () => {
  bed = await aTestBed();
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(oneMessage), profileId, { holdout: true });
  await bed.trips.runUntil(START);
  expect(bed.provider.requests).toHaveLength(0);
  expect(await bed.messages(runId)).toMatchObject([{ state: 'ghost' }]);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
});

const heldOut = async (document: typeof oneMessage, profileId: ProfileId): Promise<RunId> =>
  bed.enter(await bed.journey(document), profileId, { holdout: true });

it('would have sent nothing to who is held out and has no address, no consent, or is suppressed', async () => {
  bed = await aTestBed();
  const { workspaceId } = bed;
  await bed.db
    .insert(suppressions)
    .values({ workspaceId, channel: 'sms', addressHash: 'sms:+1', reason: 'bounced', at: START });
  const unreachable = await bed.person();
  await bed.db.delete(contactPoints).where(eq(contactPoints.profileId, unreachable));
  const people = [unreachable, await bed.person({ consents: false }), await bed.person({ address: '+1' })];
  const runIds: RunId[] = [];
  for (const profileId of people) runIds.push(await heldOut(oneMessage, profileId));
  await bed.trips.runUntil(START);
  const noted = (await Promise.all(runIds.map((runId) => bed.messages(runId)))).flat();
  expect(noted.map(({ state, outcome }) => [state, outcome?.['gate']])).toEqual([
    ['skipped', 'no-address'],
    ['skipped', 'consent'],
    ['skipped', 'suppression'],
  ]);
  expect(await bed.db.$count(counters, eq(counters.kind, 'ghost'))).toBe(0);
});

it('notes what would have been sent only when it might have left, unrendered and without a slot', async () => {
  const rendered: string[] = [];
  bed = await aTestBed({
    render: async (_, some) => {
      rendered.push(...some.map(({ id }) => id));
      return new Map();
    },
  });
  const afternoon = aDocument(
    { nudge: { type: 'say' } },
    { quietHours: { allow: [{ days: [1], from: '15:00', to: '16:00' }] } },
  );
  const lines = () =>
    bed.db.select({ usual: providers.nextFreeAt, reserved: providers.reservedFreeAt }).from(providers);
  const before = await lines();
  const runId = await heldOut(afternoon, await bed.person({ timeZone: 'UTC' }));
  await bed.trips.runUntil(START + HOUR);
  expect(await bed.messages(runId)).toMatchObject([{ state: 'planned', deferrals: [{ gate: 'quiet-hours' }] }]);
  await bed.trips.runUntil(START + 4 * HOUR);
  expect(await bed.messages(runId)).toMatchObject([{ state: 'ghost', payload: null, slotAt: null, sendingAt: null }]);
  expect(rendered).toEqual([]);
  expect(await lines()).toEqual(before);
});

it('counts what would have been sent against its own journey’s cap, and never against what is sent', async () => {
  bed = await aTestBed();
  await bed.db.insert(frequencyCaps).values({ workspaceId: bed.workspaceId, id: newId(), max: 1, within: 'PT2H' });
  const profileId = await bed.person();
  const twice = aDocument({ one: { type: 'say' }, two: { type: 'say', config: { whenHeld: 'skip' } } });
  const [first, other] = [await heldOut(twice, profileId), await heldOut(oneMessage, profileId)];
  await bed.trips.runUntil(START);
  expect((await bed.messages(first)).map(({ state }) => state).toSorted()).toEqual(['ghost', 'skipped']);
  expect(await bed.messages(other)).toMatchObject([{ state: 'ghost' }]);
  const real = await bed.enter(await bed.journey(oneMessage), profileId);
  await bed.trips.runUntil(START + MINUTE);
  expect(await bed.messages(real)).toMatchObject([{ state: 'accepted' }]);
  const after = await heldOut(oneMessage, profileId);
  await bed.trips.runUntil(START + HOUR);
  expect(await bed.messages(after)).toMatchObject([{ state: 'planned', deferrals: [{ gate: 'frequency-cap' }] }]);
});

it('settles a message whose run ended while it was on its way', async () => {
  bed = await aTestBed({ honesty: 'traceable' });
  bed.provider.manner = 'swallow';
  const { profileId, runId } = await sent();
  await bed.exit(profileId, runId);
  await bed.trips.runUntil(START + MINUTE);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended' });
  await bed.trips.runUntil(START + 3 * HOUR);
  expect(await bed.messages(runId)).toMatchObject([{ state: 'accepted' }]);
});

it('keeps live counts that add up', async () => {
  bed = await aTestBed();
  const document = aDocument({ nudge: { type: 'say' }, pause: { type: 'rest', config: { for: 'PT1H' } } });
  await sent(document);
  await sent(document, { consents: false });
  const rows = await bed.db
    .select({
      step: counters.step,
      kind: counters.kind,
      port: counters.port,
      n: sql<number>`sum(${counters.count})::int`,
    })
    .from(counters)
    .groupBy(counters.step, counters.kind, counters.port);
  const counts = Object.fromEntries(
    rows.map(({ step, kind, port, n }) => [[step, kind, port].filter(Boolean).join('.'), n]),
  );
  expect(counts).toMatchObject({
    'entry.entered': 2,
    'nudge.arrived': 2,
    'nudge.sent': 1,
    'nudge.skipped': 1,
    'nudge.left.sent': 1,
    'nudge.left.skipped': 1,
    'nudge.resting': 0,
    'pause.arrived': 2,
    'pause.resting': 2,
  });
});

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

it('takes no more than a fact of a call that another has followed: it is not sent once more for it', async () => {
  bed = await aTestBed({ settings: { patienceMs: 0 } });
  let answer = (): void => {};
  bed.provider.onSend = () => new Promise((resolve) => (answer = resolve));
  const runId = await bed.enter(await bed.journey(oneMessage), await bed.person());
  await bed.driver.drive(await inputOf(runId));
  const [sent] = await bed.messages(runId);
  if (!sent?.resolveAfter) throw new Error('Nothing is on its way');
  const { workspaceId, profileId, id, resolveAfter } = sent;
  const say = async (outcome: CallOutcome['outcome'], call: number) => {
    const about = { workspaceId, profileId, id, resolveAfter: call };
    await recordOutcomes(bed.db, bed.clock, workspaceId, [
      { ...about, outcome, honesty: 'idempotent', lookUpDelayMs: 0 },
    ]);
    return (await bed.messages(runId))[0]?.state;
  };
  const earlier = resolveAfter - 30_000;
  const lost = { kind: 'unknown', why: 'The connection broke' } as const;
  expect(await say({ kind: 'not-started' }, earlier)).toBe('sending');
  expect(await say({ kind: 'retry', afterMs: 0, why: 'Busy' }, earlier)).toBe('sending');
  expect(await say(lost, earlier)).toBe('sending');
  expect((await bed.messages(runId))[0]).toMatchObject({ outcome: null, resolveAfter });
  expect(await say({ kind: 'accepted', ref: 'there' }, earlier)).toBe('accepted');
  answer();
  await bed.driver.drained();
});
