import type { ConvoyId, EventId, ProfileId, WorkspaceId } from '@wend/engine';
import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Published } from '../../test/harness/a-workspace.ts';
import { rowsRead } from '../../test/harness/rows-read.ts';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aPatientDriver, aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';
import type { Context } from '../access/index.ts';
import { createDriver } from '../drive/create-drive.ts';
import type { DriveDeps } from '../drive/deps.ts';
import { handBack, letGo } from '../drive/hand-back.ts';
import { takeBack } from '../drive/leave.ts';
import { settleSends } from '../drive/send/settle-sends.ts';
import { setOut, type Trip } from '../drive/trip.ts';
import { newId } from '../ids/index.ts';
import { listJourneys, listVersions } from '../journeys/list.ts';
import { aMatcherMemory, matchOnce } from '../matcher/index.ts';
import { happenedSince } from '../metrics/activity.ts';
import { journeyNumbers } from '../metrics/numbers.ts';
import { recentEvents } from '../people/events.ts';
import { peopleInJourney } from '../people/in-journey.ts';
import { readMessages } from '../people/messages.ts';
import { readProfile } from '../people/profiles.ts';
import { eventQueue, runs } from '../tables/index.ts';
import { forget } from '../trips/forget.ts';
import { readLate } from '../watch/late.ts';
import type { Database } from './connect.ts';

/** People, ended runs, messages and events of years ago. */
const OLD = 3_000;
/** What is read stays far below: a page of twenty, a few looks at each of them. */
const FEW = 600;
const DAY = 24 * 3_600_000;
const tables = ['runs', 'messages', 'events', 'profiles', 'visits'];

let bed: TestBed;
let journey: Published;
/** Went through the journey. */
let person: ProfileId;

beforeAll(async () => {
  bed = await aTestBed();
  journey = await bed.journey(aDocument({ nudge: { type: 'say' } }));
  person = await bed.person();
  await bed.enter(journey, person);
  await bed.trips.runUntil(START);
  const eventId = await bed.learn(person, 'Product Viewed');
  // On connections of its own: what those have read is counted when they end.
  await rowsRead(bed.url, ({ db }) => grow(db, eventId));
});
afterAll(() => bed.close());

/** Everything of long ago is like the one passage that was driven. */
async function grow(db: Database, eventId: EventId): Promise<void> {
  const columns = async (table: string, others: Readonly<Record<string, string>>): Promise<string> => {
    const rows = await db.execute<{ name: string; type: string }>(sql`
      select column_name as name, data_type as type from information_schema.columns
      where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`);
    const values = rows.map(
      ({ name, type }) =>
        others[name] ?? (type.startsWith('timestamp') ? `t.${name} - interval '2 years'` : `t.${name}`),
    );
    return `insert into ${table} (${rows.map(({ name }) => name).join(', ')}) select ${values.join(', ')}`;
  };
  const uuid = (kind: number): string => `('00000000-0000-4000-800${kind}-' || lpad(g.n::text, 12, '0'))::uuid`;
  const among = `cross join generate_series(1, ${OLD}) g(n)`;
  const statements = [
    `${await columns('profiles', { id: uuid(1) })} from (select * from profiles limit 1) t ${among}`,
    `${await columns('runs', { id: uuid(2), profile_id: uuid(1) })} from (select * from runs limit 1) t ${among}`,
    `${await columns('messages', { id: uuid(3), profile_id: uuid(1), run_id: uuid(2) })} from (select * from messages limit 1) t ${among}`,
    `${await columns('visits', { profile_id: uuid(1), run_id: uuid(2) })} from visits t ${among}`,
    `${await columns('events', {
      ...{ id: uuid(4), profile_id: uuid(1), message_id: 'g.n::text' },
      name: `case g.n when 7 then 'Warranty Claimed' when 8 then 'Aisle Seen' else t.name end`,
    })} from (select * from events where id = '${eventId}') t ${among}`,
  ];
  for (const statement of statements) await db.execute(sql.raw(statement));
  await db.execute(sql`analyze`);
  expect(await db.$count(runs)).toBe(OLD + 1);
}

async function readsFew(act: Parameters<typeof rowsRead>[1]): Promise<void> {
  const read = await rowsRead(bed.url, act);
  expect(tables.map((table) => ({ table, read: read[table] })).filter(({ read = OLD }) => read >= FEW)).toEqual([]);
}

it('drives a run among ended ones without reading those', async () => {
  const profileId = await bed.person();
  await bed.enter(journey, profileId);
  const theirs = () =>
    bed.db
      .select()
      .from(runs)
      .where(and(eq(runs.workspaceId, bed.workspaceId), eq(runs.profileId, profileId)));
  const [{ convoyId } = { convoyId: null }] = await theirs();
  if (!convoyId) throw new Error('The run has no convoy');
  await readsFew(async ({ db }) => {
    const driver = createDriver(aPatientDriver(db, bed.clock, bed.provider));
    for (let kind = 'again'; kind !== 'done'; )
      ({ kind } = await driver.drive({ workspaceId: bed.workspaceId, convoyId, epoch: 1, queue: 'small' }));
    await driver.drained();
  });
  expect(await theirs()).toMatchObject([{ phase: 'ended' }]);
});

const handBacks: Readonly<Record<string, (deps: DriveDeps, trip: Trip) => Promise<unknown>>> = {
  'what a drive still holds': handBack,
  'what it held when it failed': letGo,
  'whose message is not settled': settleSends,
  'who has left and is woken': (deps, trip) => takeBack(deps, trip, [{ profileId: person, id: trip.convoyId }]),
};

it.each(Object.entries(handBacks))('hands back %s without reading what is over', async (_, hand) => {
  const trip = { workspaceId: bed.workspaceId, convoyId: newId<ConvoyId>() };
  await readsFew(async ({ db }) => {
    const { deps } = createDriver(aPatientDriver(db, bed.clock, bed.provider));
    await hand(
      deps,
      setOut(deps, trip, new AbortController().signal, () => {}),
    );
  });
});

it('matches an event of one among many people without reading the others', async () => {
  const profileId = await bed.person();
  const eventId = await bed.learn(profileId, 'Started');
  const { workspaceId, clock, trips } = bed;
  await bed.db
    .insert(eventQueue)
    .values({ workspaceId, eventId, profileId, stage: 'match', partition: 0, receivedAt: START });
  await readsFew(async ({ db }) => {
    const judge = { events: async () => [], property: () => true };
    const matched = await matchOnce({ db, clock, trips, judge, memory: aMatcherMemory() });
    expect(matched).toBe(1);
  });
});

it('finds nothing to let go of without reading what is kept', async () => {
  await readsFew(({ db }) => forget({ db, clock: bed.clock, keepDays: 1_000 }, bed.workspaceId));
});

it('knows how late everything is without reading what is over', async () => {
  await readsFew(({ db }) => readLate(db, bed.clock, bed.workspaceId));
});

const page = { limit: 20 };
const pages: Readonly<Record<string, (context: Context) => Promise<unknown>>> = {
  'the list of journeys': (context) => listJourneys(context, page),
  "a journey's versions": (context) => listVersions(context, journey.journeyId),
  "a journey's numbers": (context) => journeyNumbers(context, journey.journeyId),
  'what happens now': (context) => happenedSince(context, journey.journeyId, START - DAY, 5_000),
  'who is in a journey': (context) => peopleInJourney(context, journey.journeyId, page),
  'who went through it': (context) => peopleInJourney(context, journey.journeyId, { ...page, state: 'ended' }),
  'everybody of it': (context) => peopleInJourney(context, journey.journeyId, { ...page, state: 'passed' }),
  messages: (context) => readMessages(context, page),
  'refused messages': (context) => readMessages(context, { ...page, state: 'rejected' }),
  'what came in': (context) => recentEvents(context, page),
  'an event that came once, long ago': async (context) =>
    expect(await recentEvents(context, { ...page, q: 'warranty' })).toHaveLength(1),
  'an event that never came': (context) => recentEvents(context, { ...page, q: 'nothing' }),
  'a person': async (context) =>
    readProfile(context, (await bed.run(await bed.enter(journey, await bed.person()))).profileId),
};

it.each(Object.entries(pages))('shows %s without reading all there is', async (_, show) => {
  await readsFew(({ reads }) => show(contextOf(reads.in(bed.workspaceId), bed.workspaceId)));
});

function contextOf(db: Context['db'], workspaceId: WorkspaceId): Context {
  return { db, clock: bed.clock, trips: bed.trips, workspaceId, actor: { id: 'system', name: 'Test', role: 'owner' } };
}
