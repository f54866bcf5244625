import type {
  Condition,
  Instant,
  JourneyDocument,
  JourneyId,
  JourneyVersionId,
  ProfileId,
  RunId,
  SegmentId,
  WorkspaceId,
} from '@wend/engine';
import type { EntranceInput, EntranceRest } from '@wend/workflows';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import type { Database, Transaction } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import { holdoutArm } from '../matcher/match/decide.ts';
import type { Started } from '../matcher/match/decided.ts';
import { mayEnterAgain } from '../matcher/match/rules.ts';
import { startRuns } from '../matcher/match/start-runs.ts';
import { membersIn } from '../segments/members.ts';
import type { JourneyState } from '../tables/index.ts';
import { presentEpoch } from '../trips/epoch.ts';
import { CONVOY_SIZE, type Trips } from '../trips/index.ts';
import { type Arriving, lockArriving } from './arriving.ts';

export interface EntranceDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly trips: Trips;
  /** How many people a page looks at. */
  readonly page?: number | undefined;
  /** Where a test may step in between two statements. In life nobody is there. */
  readonly at?: ((point: 'read' | 'moved' | 'entered') => Promise<void>) | undefined;
}

const PAGE = 2 * CONVOY_SIZE;
/** So many may stand at the entry before the drives have moved them on: a few convoys. */
const AHEAD = 4 * CONVOY_SIZE;
const NEXT_LOOK_MS = 1_000;
/** Who lets a paused journey go on says so; this is for the case that it was lost. */
const PAUSED_LOOK_MS = 60_000;

const again: EntranceRest = { kind: 'again' };
const done: EntranceRest = { kind: 'done' };

/**
 * Lets the next page of a crowd in: the cursor and the runs of those whom it passes are one transaction, and the cursor moves only from where
 * it was read. So each person is looked at once, however often this is called and wherever it is killed.
 */
export async function enterPage(deps: EntranceDeps, input: EntranceInput): Promise<EntranceRest> {
  const rest = await deps.db.transaction(async (tx) => {
    const crowd = await readCrowd(tx, input);
    if (!crowd) return done;
    if (crowd.journeyState === 'paused') return { kind: 'rest', ms: PAUSED_LOOK_MS } as const;
    if (!isWanted(crowd)) return stop(deps, tx, input);
    if (await isFarAhead(tx, crowd)) return { kind: 'rest', ms: NEXT_LOOK_MS } as const;
    return enterNext(deps, tx, input, crowd);
  });
  deps.trips.look();
  return rest;
}

interface Crowd {
  readonly [column: string]: unknown;
  readonly workspaceId: WorkspaceId;
  readonly journeyId: JourneyId;
  readonly segmentId: SegmentId;
  readonly segment: string;
  readonly condition: Condition;
  readonly cursor: ProfileId | null;
  readonly upTo: ProfileId | null;
  readonly journeyState: JourneyState;
  readonly versionId: JourneyVersionId;
  readonly document: JourneyDocument;
}

/** Held as it is until the commit: nobody stops or pauses the journey in the middle of a page. One of an older life is over. */
async function readCrowd(
  tx: Transaction,
  { workspaceId, entranceId, epoch }: EntranceInput,
): Promise<Crowd | undefined> {
  const [row] = await tx.execute<Crowd>(sql`
    select e.workspace_id as "workspaceId", e.journey_id as "journeyId", e.segment_id as "segmentId", s.name as segment, e.condition, e.cursor,
      e.up_to as "upTo", j.state as "journeyState", v.id as "versionId", v.document
    from entrances e join segments s on s.workspace_id = e.workspace_id and s.id = e.segment_id
    join journeys j on j.workspace_id = e.workspace_id and j.id = e.journey_id
    join journey_versions v on v.workspace_id = j.workspace_id and v.id = j.live_version_id
    where e.workspace_id = ${workspaceId} and e.id = ${entranceId} and e.state = 'running' and ${presentEpoch} = ${epoch}
    for share of j`);
  return row;
}

function isWanted({ journeyState, document: { entry }, segmentId }: Crowd): boolean {
  return journeyState === 'live' && entry.kind === 'segment' && entry.segment === segmentId;
}

async function stop(
  { clock }: EntranceDeps,
  tx: Transaction,
  { workspaceId, entranceId }: EntranceInput,
): Promise<EntranceRest> {
  await tx.execute(sql`
    update entrances set state = 'stopped', ended_at = ${clock.sql} where workspace_id = ${workspaceId} and id = ${entranceId} and state = 'running'`);
  return done;
}

/**
 * Who stands at the entry travels in a convoy that is not over, or rests in none. They are looked for there: those who have come further and
 * wait are as many as came, and are not read for each page.
 */
async function isFarAhead(tx: Transaction, { workspaceId, journeyId }: Crowd): Promise<boolean> {
  const isHere = sql`r.exited_at is null and r.phase <> 'parked' limit ${AHEAD}`;
  const [row] = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from (
      (select from convoys c cross join lateral (
          select journey_id, step, exited_at, phase from runs
          where runs.workspace_id = ${workspaceId} and runs.convoy_id = c.id and runs.ended_at is null offset 0) r
        where c.workspace_id = ${workspaceId} and c.phase <> 'done' and r.journey_id = ${journeyId} and r.step = 'entry' and ${isHere})
      union all
      (select from runs r where r.workspace_id = ${workspaceId} and r.journey_id = ${journeyId} and r.rests_on = 'entry' and ${isHere})
    ) standing`);
  return (row?.count ?? 0) >= AHEAD;
}

async function enterNext(
  deps: EntranceDeps,
  tx: Transaction,
  input: EntranceInput,
  crowd: Crowd,
): Promise<EntranceRest> {
  const now = await deps.clock.now(tx);
  const { ids, last } =
    crowd.upTo === null
      ? { ids: [], last: undefined }
      : await membersIn(
          tx,
          crowd.condition,
          { workspaceId: crowd.workspaceId, now },
          { after: crowd.cursor ?? undefined, upTo: crowd.upTo, limit: deps.page ?? PAGE },
        );
  await deps.at?.('read');
  if (!(await moveCursor(deps, tx, input, crowd, last))) return again;
  await deps.at?.('moved');
  const entered = await letIn(deps, tx, crowd, await lockArriving(tx, crowd, ids), now);
  await tx.execute(
    sql`update entrances set entered = entered + ${entered} where workspace_id = ${input.workspaceId} and id = ${input.entranceId}`,
  );
  await deps.at?.('entered');
  return last === undefined ? done : again;
}

/** Compare and set: false where another page has moved it since it was read. */
async function moveCursor(
  { clock }: EntranceDeps,
  tx: Transaction,
  { workspaceId, entranceId }: EntranceInput,
  { cursor, upTo }: Crowd,
  last: ProfileId | undefined,
): Promise<boolean> {
  const ends = last === undefined ? sql`, state = 'done', ended_at = ${clock.sql}` : sql``;
  const moved = await tx.execute(sql`
    update entrances set cursor = ${last ?? upTo}::uuid ${ends}
    where workspace_id = ${workspaceId} and id = ${entranceId} and state = 'running' and cursor is not distinct from ${cursor}::uuid returning id`);
  return moved.length > 0;
}

/** The runs of those who may enter; how many there are. Who is inside already stays where they are. */
async function letIn(
  { clock }: EntranceDeps,
  tx: Transaction,
  crowd: Crowd,
  people: readonly Arriving[],
  now: Instant,
): Promise<number> {
  const started = people.flatMap((person) => startOf(crowd, person, now) ?? []);
  const inserted = await startRuns({ clock }, tx, crowd.workspaceId, { started });
  return inserted.size;
}

function startOf(
  { journeyId, versionId, document, segment }: Crowd,
  person: Arriving,
  now: Instant,
): Started | undefined {
  const zone = document.timeZone === 'profile' ? person.timeZone : document.timeZone;
  if (!mayEnterAgain(document.entry.reentry, person.lastEnteredAt, now, zone)) return undefined;
  const arms = new Map(person.arm === undefined ? [] : [[journeyId, person.arm] as const]);
  return {
    run: {
      ...{ profileId: person.id, id: newId<RunId>(), journeyId, versionId, document },
      ...{ entryKey: '', entryEventId: undefined, enteredAt: now, isLive: true },
    },
    event: { name: `In the segment “${segment}”`, properties: {}, at: now },
    arm: holdoutArm({ id: person.id, arms }, { journeyId, document }),
    isPaused: false,
  };
}
