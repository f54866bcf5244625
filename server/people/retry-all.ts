import type { JourneyId, ProfileId, RunId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { verb } from '../access/index.ts';
import { findJourney } from '../journeys/find-journey.ts';
import { retryParked } from '../trips/index.ts';

/** So many in one transaction; whoever is left is set going by asking again. */
export const AT_ONCE = 10_000;

export const retried = z.object({
  retried: z.int().meta({ description: `How many go on, at most ${AT_ONCE.toLocaleString('en')} at a time` }),
});
export type Retried = z.infer<typeof retried>;

/** Sets everybody going again whom a fault has held up: in one journey, or in all. */
export const retryRuns = verb(
  { needs: 'act-on-person', action: 'run.retry-all' },
  async ({ tx, clock, workspaceId }, journeyId?: JourneyId) => {
    if (journeyId !== undefined) await findJourney({ db: tx, workspaceId }, journeyId);
    const rows = await tx.execute<{ profile_id: ProfileId; id: RunId }>(sql`
      select profile_id, id from runs
      where workspace_id = ${workspaceId} and is_parked ${journeyId === undefined ? sql`` : sql`and journey_id = ${journeyId}`}
      order by profile_id, id limit ${AT_ONCE}`);
    const parked = rows.map(({ profile_id: profileId, id }) => ({ profileId, runId: id }));
    const count = parked.length === 0 ? 0 : await retryParked(tx, clock, workspaceId, parked);
    const subject = journeyId === undefined ? `workspace:${workspaceId}` : `journey:${journeyId}`;
    return { subject, detail: { count }, answer: { retried: count } };
  },
);
