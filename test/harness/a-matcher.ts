import {
  type Condition,
  type EventId,
  type EventPattern,
  type JourneyDocumentInput,
  type JourneyId,
  type JsonObject,
  journeyDocument,
  type PersonEvent,
  type SourceId,
  type WaitId,
  type WorkspaceId,
} from '@wend/engine';
import { and, eq, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { VirtualClock } from '../../server/clock/index.ts';
import type { Database } from '../../server/database/index.ts';
import { judge } from '../../server/drive/judge.ts';
import { newId } from '../../server/ids/index.ts';
import { acceptEvents, type EventSource, profilePartition, writeKeyHash } from '../../server/intake/index.ts';
import { aMatcherMemory, learnOnce, type MatcherDeps, matchOnce } from '../../server/matcher/index.ts';
import {
  consentStates,
  contactPoints,
  conversions,
  eventQueue,
  events,
  profileIdentities,
  profiles,
  type Run,
  runExits,
  runs,
  sources,
  waits,
  wakes,
} from '../../server/tables/index.ts';
import type { TestDatabase } from './a-database.ts';
import { aWorkspace, goLive } from './a-workspace.ts';
import { areWaiting, until } from './until.ts';

export const noon = Date.UTC(2025, 2, 1, 12);
export const minute = 60_000;
export const day = 24 * 60 * minute;

export type Said = Readonly<Record<string, unknown>>;
export type Scene = Awaited<ReturnType<typeof aMatcher>>;

/** A matcher in a workspace of its own, stepped by hand, with its time standing still. */
export async function aMatcher({ db }: Pick<TestDatabase, 'db'>) {
  const clock = new VirtualClock(noon);
  const workspaceId = await aWorkspace(db, noon);
  const matcher = (more: Partial<MatcherDeps> = {}): MatcherDeps => ({
    db,
    clock,
    trips: { look() {} },
    judge,
    memory: aMatcherMemory(),
    ...more,
  });
  const deps = matcher();
  const mine = (table: { readonly workspaceId: AnyPgColumn }) => eq(table.workspaceId, workspaceId);
  return {
    db,
    clock,
    workspaceId,
    deps,
    matcher,
    say: (...events: Said[]) => sayTo(db, clock, workspaceId, { kind: 'product' }, events),
    sayFromPage: async (...events: Said[]) => sayTo(db, clock, workspaceId, await aSource(db, workspaceId), events),
    /** A page whose source protects more than every page has to leave alone. */
    sayFromPageProtecting: async (names: readonly string[], ...events: Said[]) =>
      sayTo(db, clock, workspaceId, await aSource(db, workspaceId, names), events),
    settle: () => settle(deps),
    publish: (document: Partial<JourneyDocumentInput>, journeyId?: JourneyId) =>
      publish(db, workspaceId, document, journeyId),
    openWait: (run: Run, wait: WaitInput) => openWait(db, run, wait),
    /** What `drive` writes when it finds the event itself. */
    wakeAsDrive: ({ profileId, id }: Run, waitId: WaitId) =>
      db.insert(wakes).values({ workspaceId, profileId, waitId, runId: id, kind: 'event', at: clock.sql }),
    /** What `drive` writes when a step of a run says something. */
    emit: (run: Run, said: PersonEvent) => emit(db, run, said),
    /** Has every event matched once more, as after an answer that was lost. */
    requeue: () =>
      db.execute(sql`
        insert into event_queue (workspace_id, event_id, stage, partition, profile_id, received_at)
        select workspace_id, id, 'match', 0, profile_id, received_at from events where workspace_id = ${workspaceId}`),
    /** Resolves when some statement waits for a lock of another transaction. */
    blocked: () => until(() => areWaiting(db)),
    runs: () => db.select().from(runs).where(mine(runs)).orderBy(runs.enteredAt, runs.id),
    exits: () => db.select().from(runExits).where(mine(runExits)),
    wakes: () => db.select().from(wakes).where(mine(wakes)),
    conversions: () => db.select().from(conversions).where(mine(conversions)),
    queue: () => db.select().from(eventQueue).where(mine(eventQueue)).orderBy(eventQueue.seq),
    profiles: () => db.select().from(profiles).where(mine(profiles)).orderBy(profiles.createdAt, profiles.id),
    consents: () => db.select().from(consentStates).where(mine(consentStates)),
    points: () => db.select().from(contactPoints).where(mine(contactPoints)),
    person: async (userId: string) => {
      const [found] = await db
        .select({ profile: profiles })
        .from(profileIdentities)
        .innerJoin(
          profiles,
          and(eq(profiles.workspaceId, profileIdentities.workspaceId), eq(profiles.id, profileIdentities.profileId)),
        )
        .where(and(mine(profileIdentities), eq(profileIdentities.value, userId)));
      if (!found) throw new Error(`Nobody is ${userId}`);
      return found.profile;
    },
  };
}

export async function settle(deps: MatcherDeps): Promise<void> {
  while ((await learnOnce(deps)) + (await matchOnce(deps)) > 0);
}

async function emit(db: Database, { workspaceId, profileId, id }: Run, said: PersonEvent): Promise<void> {
  const eventId = newId<EventId>();
  const sent = {
    ...said,
    workspaceId,
    id: eventId,
    profileId,
    messageId: eventId,
    type: 'track',
    emittedBy: id,
  } as const;
  await db.insert(events).values({ ...sent, receivedAt: said.at });
  const partition = profilePartition(profileId);
  await db
    .insert(eventQueue)
    .values({ workspaceId, eventId, stage: 'learn', partition, profileId, receivedAt: said.at });
}

async function sayTo(
  db: Database,
  clock: VirtualClock,
  workspaceId: WorkspaceId,
  source: EventSource,
  events: readonly Said[],
): Promise<void> {
  const { rejected } = await acceptEvents(
    { db, clock },
    workspaceId,
    source,
    events.map((event) => ({ type: 'track', ...event })),
  );
  if (rejected.length > 0) throw new Error(JSON.stringify(rejected));
}

async function aSource(
  db: Database,
  workspaceId: WorkspaceId,
  protectedAttributes: readonly string[] = [],
): Promise<EventSource> {
  const id = newId<SourceId>();
  await db.insert(sources).values({
    workspaceId,
    id,
    name: 'Page',
    kind: 'browser',
    protectedAttributes: [...protectedAttributes],
    keyHash: writeKeyHash(id),
    keyHint: '',
    createdAt: noon,
  });
  return { kind: 'browser', id };
}

function publish(db: Database, workspaceId: WorkspaceId, input: Partial<JourneyDocumentInput>, journeyId?: JourneyId) {
  const document = journeyDocument.parse({
    format: 1,
    name: 'Journey',
    entry: { kind: 'event', event: 'Enter' },
    steps: {},
    edges: [],
    ...input,
  });
  return goLive(db, workspaceId, document, noon, journeyId);
}

export interface WaitInput {
  readonly events?: readonly EventPattern[];
  readonly condition?: Condition;
  readonly until?: number;
}

async function openWait(
  db: Database,
  { workspaceId, profileId, id }: Run,
  { events = [], condition, until = noon + day }: WaitInput,
): Promise<WaitId> {
  const waitId = newId<WaitId>();
  await db.insert(waits).values({
    workspaceId,
    profileId,
    id: waitId,
    runId: id,
    step: 'wait',
    visit: 1,
    until,
    events,
    eventNames: events.map(({ event }) => event),
    condition: condition ?? null,
    reason: { text: 'Waits' },
    openedAt: noon,
  });
  return waitId;
}

export const on = (event: string, userId: string, properties: JsonObject = {}, more: Said = {}): Said => ({
  event,
  userId,
  properties,
  ...more,
});
export const at = (ms: number): Said => ({ timestamp: new Date(ms).toISOString() });
