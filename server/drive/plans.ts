import type { JourneyDocument, JourneyVersionId, Plan, WorkspaceId } from '@wend/engine';
import { and, eq, inArray } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Database } from '../database/index.ts';
import { journeyVersions } from '../tables/index.ts';

export type Plans = ReadonlyMap<JourneyVersionId, Plan | Error>;
type Compile = (document: JourneyDocument) => Plan;
/** A version never changes, so its plan is compiled once a process; per compiler, as node types differ. */
const compiled = new WeakMap<Compile, LRUCache<string, Plan | Error>>();

/** Plans of these versions, or why one does not compile: that stops its own runs and no others. */
export async function plansOf(
  db: Database,
  compile: Compile,
  workspaceId: WorkspaceId,
  versions: readonly JourneyVersionId[],
): Promise<Plans> {
  const cache = compiled.get(compile) ?? new LRUCache<string, Plan | Error>({ max: 500 });
  compiled.set(compile, cache);
  const missing = versions.filter((id) => !cache.has(id));
  if (missing.length > 0) {
    const rows = await db
      .select()
      .from(journeyVersions)
      .where(and(eq(journeyVersions.workspaceId, workspaceId), inArray(journeyVersions.id, missing)));
    for (const { id, document } of rows)
      cache.set(
        id,
        attempt(() => compile(document)),
      );
  }
  return new Map(
    versions.flatMap((id) => {
      const plan = cache.get(id);
      return plan ? [[id, plan] as const] : [];
    }),
  );
}

function attempt(make: () => Plan): Plan | Error {
  try {
    return make();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
