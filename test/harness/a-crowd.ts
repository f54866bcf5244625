import {
  type Condition,
  type EntranceId,
  type JourneyDocumentInput,
  journeyDocument,
  type ProfileId,
  type SegmentId,
  type WorkspaceId,
} from '@wend/engine';
import { eq } from 'drizzle-orm';
import { VirtualClock } from '../../server/clock/index.ts';
import type { Database } from '../../server/database/index.ts';
import { type EntranceDeps, enterPage } from '../../server/entrances/enter-page.ts';
import { newId } from '../../server/ids/index.ts';
import { entrances, profiles, runs, segments } from '../../server/tables/index.ts';
import { aWorkspace, goLive } from './a-workspace.ts';
import { aDatabase } from './index.ts';

export const noon = Date.UTC(2026, 2, 1, 12);
const gold: Condition = { kind: 'attribute', path: 'tier', op: 'is', value: 'gold' };

/** A segment of so many people, and a live journey that lets it in, three a page. */
export async function aCrowd(
  people: number,
  more: Partial<JourneyDocumentInput> = {},
  reentry: 'always' | 'never' = 'always',
) {
  const { db, url } = await aDatabase();
  const clock = new VirtualClock(noon);
  const workspaceId = await aWorkspace(db, noon);
  const segmentId = newId<SegmentId>();
  await db
    .insert(segments)
    .values({ workspaceId, id: segmentId, name: 'Gold', condition: gold, changedAt: noon, createdAt: noon });
  const ids = await arrive(db, workspaceId, people);
  const entry = { kind: 'segment', segment: segmentId, reentry: { kind: reentry } } as const;
  const document = journeyDocument.parse({ format: 1, name: 'Offer', entry, steps: {}, edges: [], ...more });
  const { journeyId } = await goLive(db, workspaceId, document, noon);
  const deps: EntranceDeps = { db, clock, trips: { look: () => {} }, page: 3 };
  const begin = async (upTo: ProfileId | undefined = ids.at(-1), into = journeyId) => {
    const id = newId<EntranceId>();
    const own = {
      workspaceId,
      id,
      journeyId: into,
      segmentId,
      cause: 'asked',
      condition: gold,
      startedAt: noon,
    } as const;
    await db.insert(entrances).values({ ...own, upTo: upTo ?? null });
    return { workspaceId, entranceId: id, epoch: 1 };
  };
  return {
    ...{ db, url, clock, workspaceId, segmentId, document, journeyId, ids, deps, begin },
    /** Page after page, until it answers anything else than *again*. */
    enterAll: async (input: Awaited<ReturnType<typeof begin>>, own: EntranceDeps = deps) => {
      for (;;) {
        const rest = await enterPage(own, input);
        if (rest.kind !== 'again') return rest;
      }
    },
    entrance: async ({ entranceId }: { readonly entranceId: EntranceId }) =>
      (await db.select().from(entrances).where(eq(entrances.id, entranceId)))[0],
    inside: async () =>
      (await db.select({ id: runs.profileId }).from(runs).where(eq(runs.journeyId, journeyId)))
        .map(({ id }) => id)
        .sort(),
  };
}

/** They come into the workspace, each with a younger id than whoever came before. */
export async function arrive(
  db: Database,
  workspaceId: WorkspaceId,
  count: number,
  tier = 'gold',
): Promise<ProfileId[]> {
  const ids = Array.from({ length: count }, () => newId<ProfileId>());
  const stamps = { createdAt: noon, updatedAt: noon };
  if (count > 0)
    await db.insert(profiles).values(ids.map((id) => ({ workspaceId, id, attributes: { tier }, ...stamps })));
  return ids;
}
