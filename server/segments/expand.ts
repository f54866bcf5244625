import type { Condition, SegmentId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Reading } from '../database/index.ts';

const NOBODY: Condition = { kind: 'any', of: [] };
export type Conditions = ReadonlyMap<string, Condition>;

/** What each segment of the workspace asks, by its id. */
export async function conditionsOf(db: Reading, workspaceId: WorkspaceId): Promise<Conditions> {
  const rows = await db.execute<{ id: SegmentId; condition: Condition }>(
    sql`select id, condition from segments where workspace_id = ${workspaceId} and archived_at is null`,
  );
  return new Map(rows.map(({ id, condition }) => [id, condition]));
}

/** The condition with what other segments ask in their place. Nobody is in one that is not there, nor in one that holds itself. */
export function expanded(condition: Condition, known: Conditions, above: ReadonlySet<string> = new Set()): Condition {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return { ...condition, of: condition.of.map((one) => expanded(one, known, above)) };
    case 'not':
      return { ...condition, of: expanded(condition.of, known, above) };
    case 'segment': {
      const inside = above.has(condition.segment) ? undefined : known.get(condition.segment);
      return inside ? expanded(inside, known, new Set([...above, condition.segment])) : NOBODY;
    }
    default:
      return condition;
  }
}

/** The segments a condition names, also those within others. */
export function namedIn(condition: Condition, known: Conditions, found: Set<string> = new Set()): ReadonlySet<string> {
  if (condition.kind === 'all' || condition.kind === 'any') for (const one of condition.of) namedIn(one, known, found);
  if (condition.kind === 'not') namedIn(condition.of, known, found);
  if (condition.kind === 'segment' && !found.has(condition.segment)) {
    found.add(condition.segment);
    const inside = known.get(condition.segment);
    if (inside) namedIn(inside, known, found);
  }
  return found;
}
