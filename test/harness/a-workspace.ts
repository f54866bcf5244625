import type { Instant, JourneyDocument, JourneyId, JourneyVersionId, WorkspaceId } from '@wend/engine';
import { eq } from 'drizzle-orm';
import type { Database } from '../../server/database/index.ts';
import { newId } from '../../server/ids/index.ts';
import { journeys, journeyVersions, providers, workspaces } from '../../server/tables/index.ts';

export interface Published {
  readonly journeyId: JourneyId;
  readonly versionId: JourneyVersionId;
}

/** A workspace in UTC, with a provider of ample budget for each of these channels. */
export async function aWorkspace(
  db: Database,
  at: Instant,
  channels: readonly ('sms' | 'email')[] = [],
): Promise<WorkspaceId> {
  const workspaceId = newId<WorkspaceId>();
  await db.insert(workspaces).values({ id: workspaceId, name: 'Shop', timeZone: 'UTC', createdAt: at });
  for (const channel of channels)
    await db.insert(providers).values({
      workspaceId,
      id: newId(),
      channel,
      adapter: `local-${channel}`,
      name: channel,
      rate: 10_000,
      burst: 1_000,
      nextFreeAt: at,
      createdAt: at,
    });
  return workspaceId;
}

/** Puts a document live as the next version of a journey, a new one unless told which. */
export async function goLive(
  db: Database,
  workspaceId: WorkspaceId,
  document: JourneyDocument,
  at: Instant,
  journeyId = newId<JourneyId>(),
): Promise<Published> {
  const versionId = newId<JourneyVersionId>();
  await db
    .insert(journeys)
    .values({
      workspaceId,
      id: journeyId,
      name: document.name,
      draft: document,
      draftUpdatedAt: at,
      createdAt: at,
    })
    .onConflictDoNothing();
  const number = 1 + (await db.$count(journeyVersions, eq(journeyVersions.journeyId, journeyId)));
  await db.insert(journeyVersions).values({
    workspaceId,
    id: versionId,
    journeyId,
    number,
    document,
    hash: versionId,
    author: 'user:test',
    publishedAt: at,
  });
  await db.update(journeys).set({ state: 'live', liveVersionId: versionId }).where(eq(journeys.id, journeyId));
  return { journeyId, versionId };
}
