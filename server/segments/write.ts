import { type Condition, checkSegment, condition, notPlain, type SegmentId, type WorkspaceId } from '@wend/engine';
import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { JourneyError, verb, type Work } from '../access/index.ts';
import { newId } from '../ids/index.ts';
import { type Segment, segments } from '../tables/index.ts';
import { conditionsOf, namedIn } from './expand.ts';
import { holdSegment } from './find-segment.ts';
import { usedBy } from './used-by.ts';

export interface SegmentInput {
  readonly name: string;
  readonly condition: unknown;
}
interface Readable {
  readonly name: string;
  readonly condition: Condition;
}

/** A new segment under a name that no other one has. */
export const createSegment = verb(
  { needs: 'edit-journey', action: 'segment.create' },
  async (work: Work, input: SegmentInput) => {
    const id = newId<SegmentId>();
    const readable = await check(work, id, input);
    const { tx, clock, workspaceId } = work;
    await tx.insert(segments).values({ workspaceId, id, ...readable, changedAt: clock.sql, createdAt: clock.sql });
    return { subject: `segment:${id}`, answer: id };
  },
);

/** Changes it on top of the revision that was looked at. Whoever asks for its people from now on gets those of the new condition. */
export const changeSegment = verb(
  { needs: 'edit-journey', action: 'segment.change' },
  async (work: Work, id: SegmentId, revision: number, input: SegmentInput) => {
    const segment = await holdSegment(work, id);
    refuseArchived(segment);
    if (segment.revision !== revision)
      throw new JourneyError('revision-changed', 'Somebody else has changed this segment.', {
        detail: { revision: segment.revision, name: segment.name, condition: segment.condition },
      });
    const readable = await check(work, id, input);
    const next = revision + 1;
    await work.tx
      .update(segments)
      .set({ ...readable, revision: next, changedAt: work.clock.sql })
      .where(and(eq(segments.workspaceId, work.workspaceId), eq(segments.id, id)));
    return { subject: `segment:${id}`, answer: undefined, detail: { revision: next } };
  },
);

/** Takes it out of every list. Nothing that is running may depend on it. */
export const archiveSegment = verb(
  { needs: 'edit-journey', action: 'segment.archive' },
  async (work: Work, id: SegmentId) => {
    refuseArchived(await holdSegment(work, id));
    const user = await usedBy(work, id);
    if (user) throw new JourneyError('wrong-state', `${user} uses this segment. Change that first.`);
    await work.tx
      .update(segments)
      .set({ archivedAt: work.clock.sql })
      .where(and(eq(segments.workspaceId, work.workspaceId), eq(segments.id, id)));
    return { subject: `segment:${id}`, answer: undefined };
  },
);

function refuseArchived({ archivedAt }: Segment): void {
  if (archivedAt !== null) throw new JourneyError('wrong-state', 'This segment is archived.');
}

/** What was sent, as a condition of people that leads to no circle. */
async function check({ tx, workspaceId }: Work, id: SegmentId, input: SegmentInput): Promise<Readable> {
  const readable = read(input);
  // One who changes segments at a time: two could each put the other into theirs.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`segments ${workspaceId}`}, 0))`);
  const known = await conditionsOf(tx, workspaceId);
  const named = namedIn(readable.condition, known);
  if (named.has(id)) throw new JourneyError('invalid', 'A segment cannot hold itself.');
  if ([...named].some((one) => !known.has(one)))
    throw new JourneyError('invalid', 'One of the segments it names is not there.');
  await refuseTaken(tx, workspaceId, id, readable.name);
  return readable;
}

function read({ name, condition: sent }: SegmentInput): Readable {
  const unreadable = notPlain({ name, condition: sent });
  if (unreadable) throw new JourneyError('invalid', unreadable.sentence);
  const parsed = condition.safeParse(sent);
  if (!parsed.success) throw new JourneyError('invalid', 'This condition could not be read.');
  const problems = checkSegment(parsed.data).map(
    (sentence) => ({ code: 'condition', severity: 'error', sentence }) as const,
  );
  if (problems[0]) throw new JourneyError('invalid', problems[0].sentence, { problems });
  return { name, condition: parsed.data };
}

async function refuseTaken(tx: Work['tx'], workspaceId: WorkspaceId, id: SegmentId, name: string): Promise<void> {
  const [taken] = await tx
    .select({ id: segments.id })
    .from(segments)
    .where(
      and(
        eq(segments.workspaceId, workspaceId),
        sql`lower(${segments.name}) = lower(${name})`,
        isNull(segments.archivedAt),
        ne(segments.id, id),
      ),
    );
  if (taken) throw new JourneyError('wrong-state', `There is a segment “${name}” already.`);
}
