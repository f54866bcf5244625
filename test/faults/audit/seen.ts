import type { JourneyId, WorkspaceId } from '@wend/engine';
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import type { Database } from '../../../server/database/index.ts';
import {
  callbacks,
  type Event,
  eventQueue,
  events,
  type Message,
  messages,
  profileIdentities,
  type Run,
  runs,
  visits,
} from '../../../server/tables/index.ts';

/** A run, whose it is and what is known of it. */
export interface RunSeen {
  readonly run: Run;
  /** The person, by the shop's own id of them. */
  readonly person: string;
  /** Steps that it came to, each as often as it did. */
  readonly path: readonly string[];
  /** When it first came to each of them. */
  readonly cameAt: ReadonlyMap<string, number>;
  readonly messages: readonly Message[];
  /** What the person did, in the order of its own time. */
  readonly events: readonly Event[];
}

export interface Seen {
  readonly runs: readonly RunSeen[];
  readonly events: readonly Event[];
  readonly queue: readonly (typeof eventQueue.$inferSelect)[];
  /** What providers called back and nobody has looked at yet. */
  readonly callbacks: number;
  /** Every message of the workspace, also of journeys that were there before. */
  readonly messageIds: ReadonlySet<string>;
}

/** Reads what a Wend says of itself about these journeys. */
export async function see(db: Database, workspaceId: WorkspaceId, journeyIds: readonly JourneyId[]): Promise<Seen> {
  const ids = [...journeyIds];
  const [rows, sent, stays, said, queue, known, open, all] = await Promise.all([
    db.select().from(runs).where(inArray(runs.journeyId, ids)).orderBy(asc(runs.createdAt), asc(runs.id)),
    db
      .select()
      .from(messages)
      .where(inArray(messages.journeyId, ids))
      .orderBy(asc(messages.plannedAt), asc(messages.id)),
    db
      .select({ visit: visits })
      .from(visits)
      .innerJoin(
        runs,
        and(eq(runs.workspaceId, visits.workspaceId), eq(runs.profileId, visits.profileId), eq(runs.id, visits.runId)),
      )
      .where(inArray(runs.journeyId, ids))
      .orderBy(asc(visits.at), asc(visits.n)),
    db.select().from(events).where(eq(events.workspaceId, workspaceId)).orderBy(asc(events.at), asc(events.id)),
    db.select().from(eventQueue).where(eq(eventQueue.workspaceId, workspaceId)).orderBy(asc(eventQueue.seq)),
    db
      .select()
      .from(profileIdentities)
      .where(and(eq(profileIdentities.workspaceId, workspaceId), eq(profileIdentities.kind, 'user')))
      .orderBy(asc(profileIdentities.value)),
    db.$count(callbacks, and(eq(callbacks.workspaceId, workspaceId), isNull(callbacks.processedAt))),
    db
      .select({ id: messages.id })
      .from(messages)
      .where(eq(messages.workspaceId, workspaceId))
      .orderBy(asc(messages.id)),
  ]);
  const names = new Map(known.map(({ profileId, value }) => [profileId, value]));
  const [sentOf, staysOf] = [grouped(sent, ({ runId }) => runId), grouped(stays, ({ visit }) => visit.runId)];
  const saidOf = grouped(said, ({ profileId }) => profileId ?? '');
  return {
    events: said,
    queue,
    callbacks: open,
    messageIds: new Set(all.map(({ id }) => id)),
    runs: rows.map((run) => ({
      run,
      person: names.get(run.profileId) ?? '',
      path: (staysOf.get(run.id) ?? []).map(({ visit }) => visit.step),
      cameAt: new Map((staysOf.get(run.id) ?? []).toReversed().map(({ visit }) => [visit.step, visit.at])),
      messages: sentOf.get(run.id) ?? [],
      events: saidOf.get(run.profileId) ?? [],
    })),
  };
}

function grouped<Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string): ReadonlyMap<string, Thing[]> {
  const groups = new Map<string, Thing[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group) group.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}
