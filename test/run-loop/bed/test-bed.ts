import type { EventId, JourneyDocument, JsonObject, ProfileId, RunId, WorkspaceId } from '@wend/engine';
import { eq } from 'drizzle-orm';
import { VirtualClock } from '../../../server/clock/index.ts';
import type { Database } from '../../../server/database/index.ts';
import type { ReadPool } from '../../../server/database/read-pool.ts';
import type { DriveParts } from '../../../server/drive/create-drive.ts';
import { createDriver, type Driver } from '../../../server/drive/create-drive.ts';
import type { Performs } from '../../../server/drive/define-perform.ts';
import { perform } from '../../../server/drive/perform.ts';
import type { PerformDeps } from '../../../server/drive/perform-deps.ts';
import { newId } from '../../../server/ids/index.ts';
import * as tables from '../../../server/tables/index.ts';
import { askClock } from '../../../server/trips/ask-clock.ts';
import { formConvoys } from '../../../server/trips/form-convoys.ts';
import { tick } from '../../../server/trips/tick.ts';
import { VirtualTrips } from '../../../server/trips/virtual.ts';
import { wakeRuns } from '../../../server/trips/wake-runs.ts';
import { aWorkspace, goLive, type Published } from '../../harness/a-workspace.ts';
import { aDatabase } from '../../harness/index.ts';
import { compileLittle } from './nodes.ts';
import { aProvider, type Honesty, type LocalProvider } from './provider.ts';

export const START = Date.parse('2025-03-03T12:00:00Z');

export interface TestBed {
  readonly db: Database;
  /** Where pages read, a workspace at a time. */
  readonly reads: ReadPool;
  /** Where the database is, for another process. */
  readonly url: string;
  readonly clock: VirtualClock;
  readonly workspaceId: WorkspaceId;
  readonly provider: LocalProvider;
  readonly driver: Driver;
  readonly trips: VirtualTrips;
  journey(document: JourneyDocument): Promise<Published>;
  person(options?: {
    readonly attributes?: JsonObject;
    readonly consents?: boolean;
    readonly address?: string;
    readonly country?: string;
    readonly timeZone?: string;
  }): Promise<ProfileId>;
  /** What the matcher does for an entry: a run, seated in a convoy. */
  enter(journey: Published, profileId: ProfileId, entry?: Entry): Promise<RunId>;
  enterAll(journey: Published, people: readonly ProfileId[], entry?: Entry): Promise<readonly RunId[]>;
  /** What the matcher's first half does: an event of a known person, committed. */
  learn(
    profileId: ProfileId,
    name: string,
    options?: { readonly at?: number; readonly properties?: JsonObject },
  ): Promise<EventId>;
  exit(profileId: ProfileId, runId: RunId, kind?: string): Promise<void>;
  run(runId: RunId): Promise<tables.Run>;
  messages(runId: RunId): Promise<readonly tables.Message[]>;
  close(): Promise<void>;
}

interface Entry {
  readonly key?: string;
  readonly properties?: JsonObject;
  readonly holdout?: boolean;
  /** Their convoy has left, and whoever took it is gone: Temporal has to drive it. */
  readonly isLeft?: boolean;
}

export type TestBedParts = Partial<DriveParts> & {
  readonly performs?: Performs;
  readonly honesty?: Honesty;
  readonly callBackAt?: PerformDeps['callBackAt'];
  readonly services?: (db: Database) => PerformDeps['services'];
  /** One turn of the matcher; without it events are learned by hand. */
  readonly match?: (db: Database, clock: VirtualClock) => Promise<boolean>;
};

/** A workspace on a database of its own, a provider on a port of its own, and the run loop under the virtual clock. */
export async function aTestBed({
  performs = new Map(),
  honesty,
  match = async () => false,
  callBackAt = () => '',
  services = () => () => ({ fetch, secret: async () => undefined }),
  ...parts
}: TestBedParts = {}): Promise<TestBed> {
  const { db, reads, url, drop } = await aDatabase();
  const clock = new VirtualClock(START);
  const provider = await aProvider({ ...(honesty === undefined ? {} : { honesty }) });
  const workspaceId = await aWorkspace(db, START, ['sms', 'email']);
  await db.transaction((tx) => askClock(tx, clock, workspaceId));
  const driver = createDriver(aPatientDriver(db, clock, provider, parts));
  const trips: VirtualTrips = new VirtualTrips({
    drained: () => driver.drained(),
    db,
    clock,
    match: () => match(db, clock),
    activities: {
      drive: (input) => driver.drive(input),
      tick: (input) => tick({ ...driver, db, clock, trips }, input),
      perform: (input) => perform({ db, clock, performs, callBackAt, services: services(db) }, input),
    },
  });
  return {
    db,
    reads,
    url,
    clock,
    workspaceId,
    provider,
    driver,
    trips,
    ...verbs(db, clock, workspaceId),
    close: async () => {
      await driver.drained();
      await provider.close();
      await drop();
    },
  };
}

export function aDriver(
  db: Database,
  clock: DriveParts['clock'],
  provider: Pick<LocalProvider, 'adapters'>,
  parts: Partial<DriveParts> = {},
): DriveParts {
  return {
    db,
    clock,
    trips: { look: () => {} },
    compile: compileLittle,
    adapters: provider.adapters,
    judge: { events: async (_, __, asked) => asked.map(() => true), property: () => true },
    account: ({ id, config }) => ({ id, config }),
    callbackUrl: () => 'http://127.0.0.1/callbacks',
    render: async (_, messages) =>
      new Map(messages.map(({ id, spec }) => [id, { kind: 'rendered', payload: { ...spec.content }, links: [] }])),
    addressHash: (_, channel, address) => `${channel}:${address}`,
    ...parts,
  };
}

/** No slice of its work ends by the machine's clock, unless a test is about that. */
export function aPatientDriver(...[db, clock, provider, parts = {}]: Parameters<typeof aDriver>): DriveParts {
  return aDriver(db, clock, provider, {
    ...parts,
    settings: { sliceMs: 20_000, patienceMs: 20_000, ...parts.settings },
  });
}

export function verbs(db: Database, clock: DriveParts['clock'], workspaceId: WorkspaceId) {
  const now = () => clock.now(db);
  async function enterAll(
    { journeyId, versionId: journeyVersionId }: Published,
    people: readonly ProfileId[],
    { key = '', properties = {}, holdout = false, isLeft = false }: Entry = {},
  ): Promise<readonly RunId[]> {
    const at = await now();
    const since = { arrivedAt: at, enteredAt: at, createdAt: at, dueAt: at };
    const entry = { name: 'Started', properties, at };
    const rows = people.map((profileId) => ({
      ...since,
      workspaceId,
      profileId,
      id: newId<RunId>(),
      journeyId,
      journeyVersionId,
      entryKey: key,
      holdout,
      entry,
    }));
    await db.transaction(async (tx) => {
      await tx.insert(tables.runs).values(rows);
      await formConvoys(
        tx,
        clock,
        workspaceId,
        rows.map(({ profileId, id }) => ({ profileId, runId: id })),
      );
      if (isLeft) await tx.update(tables.convoys).set({ phase: 'started' });
    });
    return rows.map(({ id }) => id);
  }
  return {
    async journey(document: JourneyDocument): Promise<Published> {
      return goLive(db, workspaceId, document, await now());
    },
    async person({
      attributes = {},
      consents = true,
      address,
      country,
      timeZone,
    }: Parameters<TestBed['person']>[0] = {}): Promise<ProfileId> {
      const id = newId<ProfileId>();
      const at = await now();
      await db.insert(tables.profiles).values({
        workspaceId,
        id,
        attributes,
        country: country ?? null,
        timeZone: timeZone ?? null,
        createdAt: at,
        updatedAt: at,
      });
      for (const channel of ['sms', 'email']) {
        await db.insert(tables.contactPoints).values({
          workspaceId,
          profileId: id,
          id: newId(),
          channel,
          address: address ?? `${channel}-${id}`,
          createdAt: at,
        });
        if (consents)
          await db
            .insert(tables.consentStates)
            .values({ workspaceId, profileId: id, channel, topic: '*', state: 'granted', at });
      }
      return id;
    },
    async enter(journey: Published, profileId: ProfileId, entry: Entry = {}): Promise<RunId> {
      const [id] = await enterAll(journey, [profileId], entry);
      if (id === undefined) throw new Error('Nobody entered');
      return id;
    },
    enterAll,
    async learn(
      profileId: ProfileId,
      name: string,
      { at, properties = {} }: Parameters<TestBed['learn']>[2] = {},
    ): Promise<EventId> {
      const id = newId<EventId>();
      await db.insert(tables.events).values({
        workspaceId,
        id,
        profileId,
        messageId: id,
        type: 'track',
        name,
        properties,
        at: at ?? (await now()),
        receivedAt: await now(),
      });
      return id;
    },
    async exit(profileId: ProfileId, runId: RunId, kind = 'exit'): Promise<void> {
      await db.transaction(async (tx) => {
        await tx
          .insert(tables.runExits)
          .values({ workspaceId, profileId, runId, kind, reason: { text: 'Ordered' }, at: await now() });
        await wakeRuns(tx, clock, workspaceId, [{ profileId, runId }]);
      });
    },
    async run(runId: RunId): Promise<tables.Run> {
      const [row] = await db.select().from(tables.runs).where(eq(tables.runs.id, runId));
      if (!row) throw new Error('No such run');
      return row;
    },
    messages: (runId: RunId) =>
      db
        .select()
        .from(tables.messages)
        .where(eq(tables.messages.runId, runId))
        .orderBy(tables.messages.plannedAt, tables.messages.id),
  };
}
