import {
  type EventId,
  type EventPattern,
  type Instant,
  type JsonObject,
  type PersonEvent,
  type ProfileId,
  propertyOf,
  type RunId,
  type WaitId,
} from '@wend/engine';
import { sql } from 'drizzle-orm';
import { epochMs, records } from '../database/index.ts';
import type { DriveDeps } from './deps.ts';
import { presentPerson } from './facts/present-person.ts';
import type { Trip } from './trip.ts';
import type { Moved } from './walk-batch.ts';

interface Candidate {
  readonly [column: string]: unknown;
  readonly profile_id: ProfileId;
  readonly wait_id: WaitId;
  readonly run_id: RunId;
  readonly event_id: EventId;
  readonly name: string;
  readonly properties: JsonObject;
  readonly at: string;
  readonly until: string;
  readonly events: readonly EventPattern[];
}

/**
 * Commit first, look second: events of these people that were learned before our waits could be seen. Runs in statements of their own,
 * after the commit. The matcher does the same from its side, so at least one of us sees an event and a wait together.
 */
export async function lookForMissedEvents(
  deps: DriveDeps,
  trip: Trip,
  moved: readonly Moved[],
  now: Instant,
): Promise<void> {
  const waiting = moved.flatMap(({ claimed: { run }, walked: { rest } }) =>
    rest.kind === 'wait' && rest.wait.events?.length
      ? [{ profileId: run.profileId, runId: run.id, since: Math.min(...rest.wait.events.map(({ since }) => since)) }]
      : [],
  );
  if (waiting.length > 0) {
    const candidates = await deps.db.execute<Candidate>(sql`
      select w.profile_id, w.id as wait_id, w.run_id, e.id as event_id, e.name, e.properties, ${epochMs(sql`e.at`)} as at,
        ${epochMs(sql`w.until`)} as until, w.events
      from ${records('given', waiting, { profileId: 'uuid', runId: 'uuid', since: 'instant' })}
      join waits w on w.workspace_id = ${trip.workspaceId} and w.profile_id = given.profile_id and w.run_id = given.run_id and w.closed_at is null
      join runs r on r.workspace_id = w.workspace_id and r.profile_id = w.profile_id and r.id = w.run_id
      join events e on e.workspace_id = w.workspace_id and e.profile_id = ${presentPerson(trip.workspaceId, sql`w.profile_id`)} and e.name = any(w.event_names)
        and e.at > given.since and e.at <= w.until and not e.historical and e.id is distinct from r.entry_event_id and e.emitted_by is distinct from r.id
      order by e.at, e.id`);
    await wakeForEvents(deps, trip, await firstMatches(deps, trip, candidates), now);
  }
  await deps.at?.('looked');
}

async function firstMatches(
  deps: DriveDeps,
  { workspaceId }: Trip,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const fitting = candidates.flatMap((candidate) =>
    candidate.events.filter((pattern) => fits(pattern, candidate)).map((pattern) => ({ candidate, pattern })),
  );
  const filtered = fitting.flatMap(({ candidate, pattern: { where } }) =>
    where === undefined ? [] : [{ candidate, condition: where }],
  );
  const verdicts = await deps.judge.events(
    deps.db,
    workspaceId,
    filtered.map(({ candidate, condition }) => ({
      profileId: candidate.profile_id,
      condition,
      event: eventOf(candidate),
    })),
  );
  const passed = new Set(filtered.filter((_, index) => verdicts[index] === true).map(({ candidate }) => candidate));
  const first = new Map<WaitId, Candidate>();
  for (const { candidate, pattern } of fitting) {
    if ((pattern.where === undefined || passed.has(candidate)) && !first.has(candidate.wait_id))
      first.set(candidate.wait_id, candidate);
  }
  return [...first.values()];
}

/** Name, window and key; `since < at ≤ until`, so at a tie with the deadline the event wins. */
function fits({ event, key, since }: EventPattern, candidate: Candidate): boolean {
  const { name, at, until } = candidate;
  if (event !== name || Number(at) <= since || Number(at) > Number(until)) return false;
  return key === undefined || String(propertyOf(eventOf(candidate), key.path) ?? '') === key.equals;
}

async function wakeForEvents(
  deps: DriveDeps,
  { workspaceId }: Trip,
  matches: readonly Candidate[],
  now: Instant,
): Promise<void> {
  if (matches.length === 0) return;
  const wakes = matches.map((match) => ({
    profileId: match.profile_id,
    waitId: match.wait_id,
    runId: match.run_id,
    eventId: match.event_id,
    event: eventOf(match),
    at: now,
  }));
  // Whose run is gone meanwhile was erased.
  await deps.db.execute(sql`
    insert into wakes (workspace_id, profile_id, wait_id, run_id, kind, event_id, event, at)
    select ${workspaceId}, given.profile_id, given.wait_id, given.run_id, 'event', given.event_id, given.event, given.at
    from ${records('given', wakes, { profileId: 'uuid', waitId: 'uuid', runId: 'uuid', eventId: 'uuid', event: 'jsonb', at: 'instant' })}
    join runs r on r.workspace_id = ${workspaceId} and r.profile_id = given.profile_id and r.id = given.run_id
    order by r.profile_id, r.id for key share of r
    on conflict (workspace_id, profile_id, wait_id) do update set kind = 'event', event_id = excluded.event_id, event = excluded.event, at = excluded.at where wakes.kind = 'changed'`);
}

function eventOf({ name, properties, at }: Candidate): PersonEvent {
  return { name, properties, at: Number(at) };
}
