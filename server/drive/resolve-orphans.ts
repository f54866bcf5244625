import { brandId, type ConvoyId, type WorkspaceId } from '@wend/engine';
import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { messages, runs } from '../tables/index.ts';
import type { DriveDeps } from './deps.ts';
import { resolveSends } from './send/resolve-sends.ts';
import { setOut } from './trip.ts';

/** No run leads to these any more: it ended while its message was on the way. The clock's sweep settles them. */
export async function resolveOrphans(deps: DriveDeps, workspaceId: WorkspaceId): Promise<void> {
  const trip = setOut(
    deps,
    { workspaceId, convoyId: brandId<ConvoyId>(workspaceId) },
    new AbortController().signal,
    () => {},
  );
  // Read after the trip has begun, so that its calls end before what is written here as their lease.
  const now = await deps.clock.now(deps.db);
  const found = await deps.db
    .select({ run: runs, message: messages })
    .from(messages)
    .innerJoin(
      runs,
      and(
        eq(runs.workspaceId, messages.workspaceId),
        eq(runs.profileId, messages.profileId),
        eq(runs.id, messages.runId),
      ),
    )
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        // Written out, so that a plan made once for all knows the index of these.
        sql`${messages.orphaned}`,
        eq(messages.state, 'sending'),
        sql`${messages.resolveAfter} <= ${deps.clock.sql}`,
        isNotNull(runs.endedAt),
      ),
    )
    .limit(deps.settings.chunk);
  const leased = found.map(({ run, message }) => ({
    message,
    run: { ...run, leaseUntil: now + deps.settings.leaseMs },
  }));
  await resolveSends(deps, trip, leased);
}
