import type { EntranceId, JourneyDocument, JourneyId, ProfileId } from '@wend/engine';
import { and, desc, eq, sql } from 'drizzle-orm';
import { JourneyError, type Work } from '../access/index.ts';
import { newId } from '../ids/index.ts';
import { conditionsOf, expanded } from '../segments/expand.ts';
import { type EntranceCause, entrances, profiles, segments } from '../tables/index.ts';
import { askEntrances } from '../trips/index.ts';

type SegmentEntry = Extract<JourneyDocument['entry'], { kind: 'segment' }>;

/** Refuses to publish a journey whose segment is not there. Held until the commit, so that it is not archived meanwhile. */
export async function checkEntrance({ tx, workspaceId }: Work, { entry }: JourneyDocument): Promise<void> {
  if (entry.kind !== 'segment') return;
  const rows = await tx.execute(sql`
    select id from segments where workspace_id = ${workspaceId} and id::text = ${entry.segment} and archived_at is null for share`);
  if (rows.length > 0) return;
  const sentence = 'The segment whose people enter is not there any more. Choose another one.';
  throw new JourneyError('has-problems', sentence, {
    problems: [{ code: 'entry-segment', severity: 'error', step: 'entry', field: 'segment', sentence }],
  });
}

/** Lets a segment in with the first version that asks for it: a version that mends a word lets nobody in again. */
export async function enterAtPublishing(work: Work, journeyId: JourneyId, { entry }: JourneyDocument): Promise<void> {
  if (entry.kind !== 'segment' || entry.when !== 'published') return;
  const before = await work.tx.execute(sql`
    select from entrances where workspace_id = ${work.workspaceId} and journey_id = ${journeyId} and segment_id = ${entry.segment}::uuid and cause = 'published' limit 1`);
  if (before.length === 0) await begin(work, journeyId, entry, 'published');
}

/** Begins to let everybody in who is in the segment. Where a crowd is on its way in already, that one goes on and is answered. */
export async function begin(
  work: Work,
  journeyId: JourneyId,
  entry: SegmentEntry,
  cause: EntranceCause,
): Promise<EntranceId> {
  const { tx, clock, workspaceId } = work;
  const [segment] = await tx
    .select()
    .from(segments)
    .where(and(eq(segments.workspaceId, workspaceId), sql`${segments.id}::text = ${entry.segment}`));
  if (!segment) throw new JourneyError('wrong-state', 'The segment whose people enter is not there.');
  const id = newId<EntranceId>();
  const condition = expanded(segment.condition, await conditionsOf(tx, workspaceId), new Set<string>([segment.id]));
  const began = await tx
    .insert(entrances)
    .values({
      ...{ workspaceId, id, journeyId, segmentId: segment.id, cause, condition },
      upTo: await lastPerson(work),
      startedAt: clock.sql,
    })
    .onConflictDoNothing()
    .returning({ id: entrances.id });
  await askEntrances(tx, clock, sql`workspace_id = ${workspaceId} and journey_id = ${journeyId}`);
  return began.length > 0 ? id : runningOf(work, journeyId);
}

async function lastPerson({ tx, workspaceId }: Work): Promise<ProfileId | null> {
  const [last] = await tx
    .select({ id: profiles.id })
    .from(profiles)
    .where(eq(profiles.workspaceId, workspaceId))
    .orderBy(desc(profiles.id))
    .limit(1);
  return last?.id ?? null;
}

async function runningOf({ tx, workspaceId }: Work, journeyId: JourneyId): Promise<EntranceId> {
  const [running] = await tx
    .select({ id: entrances.id })
    .from(entrances)
    .where(
      and(eq(entrances.workspaceId, workspaceId), eq(entrances.journeyId, journeyId), eq(entrances.state, 'running')),
    );
  if (!running) throw new JourneyError('wrong-state', 'A crowd has just come in. Ask again.');
  return running.id;
}
