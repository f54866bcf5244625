import type { SegmentId } from '@wend/engine';
import { and, eq } from 'drizzle-orm';
import { JourneyError, type Scope, type Work } from '../access/index.ts';
import { type Segment, segments } from '../tables/index.ts';

/** One segment of the workspace. Another workspace's is not there. */
export async function findSegment({ db, workspaceId }: Scope, id: SegmentId): Promise<Segment> {
  return found(await select(db, workspaceId, id));
}

/** The same, held until the transaction ends. */
export async function holdSegment({ tx, workspaceId }: Work, id: SegmentId): Promise<Segment> {
  return found(await select(tx, workspaceId, id).for('update'));
}

function select(db: Scope['db'], workspaceId: Scope['workspaceId'], id: SegmentId) {
  return db
    .select()
    .from(segments)
    .where(and(eq(segments.workspaceId, workspaceId), eq(segments.id, id)));
}

function found([segment]: readonly Segment[]): Segment {
  if (!segment) throw new JourneyError('not-found', 'There is no such segment.');
  return segment;
}
