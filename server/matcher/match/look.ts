import type {
  Condition,
  EventId,
  EventPattern,
  JourneyId,
  JourneyVersionId,
  ProfileId,
  RunId,
  WaitId,
  WorkspaceId,
} from '@wend/engine';
import { sql } from 'drizzle-orm';
import { epochMs, ReadAgain, records, type Transaction, together } from '../../database/index.ts';
import type { MatcherDeps, Queued } from '../contract.ts';
import { documentsOf, liveJourneys } from './live-journeys.ts';
import { entryKeyOf, type Scene, type SeenPerson } from './scene.ts';

/** Locks the people of these events in the order of their ids, then reads what the events can move. */
export async function lookAt(
  deps: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  events: readonly Queued[],
): Promise<Scene> {
  const rows = await lockPeople(tx, workspaceId, [...new Set(events.flatMap(({ profileId }) => profileId ?? []))]);
  await deps.at?.('match:locked');
  const people = peopleOf(rows, new Set(events.map(({ eventId }) => eventId)));
  const ids = [...people.keys()].map((id) => ({ id }));
  const [journeys] = await together(
    liveJourneys(deps, tx, workspaceId),
    readRuns(deps, tx, workspaceId, ids, people),
    readWaits(tx, workspaceId, ids, people),
    readEntries(tx, workspaceId, ids, people),
    readArms(tx, workspaceId, ids, people),
  );
  return { people, journeys };
}

type Ids = readonly { readonly id: ProfileId }[];
/** By every id they have or had: who became another is found under both. */
type People = ReadonlyMap<ProfileId, SeenPerson>;

interface LockedRow {
  readonly [column: string]: unknown;
  readonly id: ProfileId;
  readonly merged_into: ProfileId | null;
  readonly merged_by: EventId | null;
  readonly time_zone: string;
}

async function lockPeople(
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: readonly ProfileId[],
): Promise<readonly LockedRow[]> {
  const given = records(
    'given',
    ids.map((id) => ({ id })),
    { id: 'uuid' },
  );
  const rows = await tx.execute<LockedRow>(sql`
    select id, merged_into, merged_by, coalesce(time_zone, (select w.time_zone from workspaces w where w.id = ${workspaceId})) as time_zone from profiles
    where workspace_id = ${workspaceId} and id in (
      select id from ${given}
      union all select became.id from ${given} join profiles became on became.workspace_id = ${workspaceId} and became.merged_into = given.id)
    order by id for no key update`);
  const asked = new Set(ids);
  // A merge moves its loser's events along; whoever read them before begins again.
  if (rows.some(({ id, merged_into }) => merged_into !== null && asked.has(id))) throw new ReadAgain('Who somebody is');
  return rows;
}

function peopleOf(rows: readonly LockedRow[], batch: ReadonlySet<EventId>): People {
  const people = new Map<ProfileId, SeenPerson>();
  for (const { id, merged_into, time_zone } of rows)
    if (merged_into === null) people.set(id, { ...nobodySeen(), id, timeZone: time_zone });
  for (const { id, merged_into, merged_by } of rows) {
    const person = merged_into === null ? undefined : people.get(merged_into);
    if (!person) continue;
    people.set(id, person);
    if (merged_by !== null && batch.has(merged_by)) person.mergedBy.add(merged_by);
  }
  return people;
}

function nobodySeen(): Omit<SeenPerson, 'id' | 'timeZone'> {
  return { runs: [], waits: [], lastEntered: new Map(), arms: new Map(), mergedBy: new Set() };
}

interface RunRow {
  readonly [column: string]: unknown;
  readonly profile_id: ProfileId;
  readonly id: RunId;
  readonly journey_id: JourneyId;
  readonly version_id: JourneyVersionId;
  readonly entry_key: string;
  readonly entry_event_id: EventId | null;
  readonly entered_at: string;
  readonly is_live: boolean;
}

/** Runs that go on, and those that ended of their own accord: their goals may still be reached. */
async function readRuns(
  deps: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  ids: Ids,
  people: People,
): Promise<void> {
  const rows = await tx.execute<RunRow>(sql`
    select r.profile_id, r.id, r.journey_id, r.journey_version_id as version_id, r.entry_key, r.entry_event_id, ${epochMs(sql`r.entered_at`)} as entered_at,
      r.ended_at is null and r.exited_at is null and x.run_id is null as is_live
    from ${records('given', ids, { id: 'uuid' })} join runs r on r.workspace_id = ${workspaceId} and r.profile_id = given.id
    left join run_exits x on x.workspace_id = r.workspace_id and x.profile_id = r.profile_id and x.run_id = r.id
    where x.kind is null or x.kind not in ('merged', 'erased', 'taken-out')
    order by r.entered_at, r.id`);
  const documents = await documentsOf(
    deps,
    tx,
    workspaceId,
    rows.map(({ version_id }) => version_id),
  );
  for (const row of rows) {
    people.get(row.profile_id)?.runs.push({
      profileId: row.profile_id,
      id: row.id,
      journeyId: row.journey_id,
      versionId: row.version_id,
      document: documents.get(row.version_id),
      entryKey: row.entry_key,
      entryEventId: row.entry_event_id ?? undefined,
      enteredAt: Number(row.entered_at),
      isLive: row.is_live,
    });
  }
}

interface WaitRow {
  readonly [column: string]: unknown;
  readonly profile_id: ProfileId;
  readonly id: WaitId;
  readonly run_id: RunId;
  readonly until: string;
  readonly events: readonly EventPattern[];
  readonly condition: Condition | null;
}

async function readWaits(tx: Transaction, workspaceId: WorkspaceId, ids: Ids, people: People): Promise<void> {
  const rows = await tx.execute<WaitRow>(sql`
    select w.profile_id, w.id, w.run_id, ${epochMs(sql`w.until`)} as until, w.events, w.condition
    from ${records('given', ids, { id: 'uuid' })} join waits w on w.workspace_id = ${workspaceId} and w.profile_id = given.id and w.closed_at is null
    where w.events <> '[]' or w.condition is not null`);
  for (const { profile_id, id, run_id, until, events, condition } of rows) {
    people.get(profile_id)?.waits.push({
      profileId: profile_id,
      id,
      runId: run_id,
      until: Number(until),
      patterns: events,
      condition: condition ?? undefined,
    });
  }
}

/** When they entered last. */
async function readEntries(tx: Transaction, workspaceId: WorkspaceId, ids: Ids, people: People): Promise<void> {
  const given = records('given', ids, { id: 'uuid' });
  const entered = await tx.execute<{ profile_id: ProfileId; journey_id: JourneyId; entry_key: string; at: string }>(sql`
    select r.profile_id, r.journey_id, r.entry_key, ${epochMs(sql`r.last_entered_at`)} as at
    from ${given} join entry_records r on r.workspace_id = ${workspaceId} and r.profile_id = given.id`);
  for (const { profile_id, journey_id, entry_key, at } of entered) {
    // The survivor's record holds those of everyone who became them.
    const person = people.get(profile_id);
    if (person?.id === profile_id) person.lastEntered.set(entryKeyOf(journey_id, entry_key), Number(at));
  }
}

/** Which arm of a journey's holdout they are in. */
async function readArms(tx: Transaction, workspaceId: WorkspaceId, ids: Ids, people: People): Promise<void> {
  const given = records('given', ids, { id: 'uuid' });
  const arms = await tx.execute<{ profile_id: ProfileId; journey_id: JourneyId; arm: string }>(sql`
    select a.profile_id, a.journey_id, a.arm from ${given} join assignments a on a.workspace_id = ${workspaceId} and a.profile_id = given.id and a.step = 'entry'`);
  for (const { profile_id, journey_id, arm } of arms) {
    const person = people.get(profile_id);
    if (person?.id === profile_id) person.arms.set(journey_id, arm);
  }
}
