import type { SegmentId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Work } from '../access/index.ts';

/** What depends on a segment, in words: a journey that people may enter, or another segment. An id stands in no text by chance. */
export async function usedBy({ tx, workspaceId }: Work, id: SegmentId): Promise<string | undefined> {
  const [row] = await tx.execute<{ kind: string; name: string }>(sql`
    select 'journey' as kind, j.name from journeys j join journey_versions v on v.workspace_id = j.workspace_id and v.id = j.live_version_id
      where j.workspace_id = ${workspaceId} and j.state in ('live', 'paused') and strpos(v.document::text, ${id}) > 0
    union all
    select 'segment', name from segments where workspace_id = ${workspaceId} and archived_at is null and id <> ${id} and strpos(condition::text, ${id}) > 0
    order by kind, name limit 1`);
  return row && `The ${row.kind} “${row.name}”`;
}
