import type { ProfileId, SegmentId } from '@wend/engine';
import { and, desc, eq, ilike, isNull, lt, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Context } from '../access/index.ts';
import { containing, type SearchPage } from '../database/index.ts';
import { type ListedProfile, profilesOf } from '../people/profiles.ts';
import { segments } from '../tables/index.ts';
import { conditionsOf, expanded } from './expand.ts';
import { findSegment } from './find-segment.ts';
import { countMembers, membersIn } from './members.ts';
import { type SegmentView, type segmentSize, viewOf } from './segment-view.ts';

/** Those that are not archived, the newest first. */
export async function listSegments(
  { db, workspaceId }: Context,
  { q, before, limit }: SearchPage,
): Promise<readonly SegmentView[]> {
  const pattern = containing(q);
  const rows = await db
    .select()
    .from(segments)
    .where(
      and(
        eq(segments.workspaceId, workspaceId),
        isNull(segments.archivedAt),
        pattern === undefined ? undefined : ilike(segments.name, pattern),
        before === undefined ? undefined : lt(segments.id, sql`${before}::uuid`),
      ),
    )
    .orderBy(desc(segments.id))
    .limit(limit);
  return rows.map(viewOf);
}

export async function readSegment(context: Context, id: SegmentId): Promise<SegmentView> {
  return viewOf(await findSegment(context, id));
}

/** How many are in it now. */
export async function sizeOf(context: Context, id: SegmentId): Promise<z.infer<typeof segmentSize>> {
  const asked = await askedOf(context, id);
  const people = await countMembers(context.db, asked.condition, asked);
  return { people, at: new Date(asked.now).toISOString() };
}

/** A page of those who are in it now. A page may be shorter than asked though more follow: `last` says whether they do. */
export async function peopleOf(
  context: Context,
  id: SegmentId,
  { after, limit }: { readonly after?: ProfileId | undefined; readonly limit: number },
): Promise<{ readonly items: readonly ListedProfile[]; readonly next?: ProfileId }> {
  const asked = await askedOf(context, id);
  const { ids, last } = await membersIn(context.db, asked.condition, asked, { after, limit });
  return { items: await profilesOf(context, ids), ...(last === undefined ? {} : { next: last }) };
}

async function askedOf(context: Context, id: SegmentId) {
  const { db, clock, workspaceId } = context;
  const { condition } = await findSegment(context, id);
  const [known, now] = await Promise.all([conditionsOf(db, workspaceId), clock.now(db)]);
  return { condition: expanded(condition, known, new Set([id])), workspaceId, now };
}
