import type { JourneyDocument, JourneyId, JourneyVersionId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';
import { RESERVED } from '../../intake/wire.ts';
import type { MatcherDeps } from '../contract.ts';

/** A journey that people enter now. While it is paused they stand at its entry. */
export interface LiveJourney {
  readonly journeyId: JourneyId;
  readonly versionId: JourneyVersionId;
  readonly isPaused: boolean;
  readonly document: JourneyDocument;
}

/** The journeys people may enter at this moment: asked in every batch, so that a publish counts at once; the documents are remembered. */
export async function liveJourneys(
  deps: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
): Promise<readonly LiveJourney[]> {
  const rows = await tx.execute<{ id: JourneyId; version_id: JourneyVersionId; state: string }>(sql`
    select id, live_version_id as version_id, state from journeys
    where workspace_id = ${workspaceId} and state in ('live', 'paused') and live_version_id is not null order by id`);
  const documents = await documentsOf(
    deps,
    tx,
    workspaceId,
    rows.map(({ version_id }) => version_id),
  );
  return rows.flatMap(({ id, version_id, state }) => {
    const document = documents.get(version_id);
    return document ? [{ journeyId: id, versionId: version_id, isPaused: state === 'paused', document }] : [];
  });
}

/** Documents of versions; read once a process. */
export async function documentsOf(
  { memory: { documents } }: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  versions: readonly JourneyVersionId[],
): Promise<ReadonlyMap<JourneyVersionId, JourneyDocument>> {
  const found = new Map<JourneyVersionId, JourneyDocument>();
  const missing = new Set<JourneyVersionId>();
  for (const id of versions) {
    const document = documents.get(id);
    if (document) found.set(id, document);
    else missing.add(id);
  }
  if (missing.size === 0) return found;
  const rows = await tx.execute<{ id: JourneyVersionId; document: JourneyDocument }>(sql`
    select v.id, v.document from ${records(
      'given',
      [...missing].map((id) => ({ id })),
      { id: 'uuid' },
    )}
    join journey_versions v on v.workspace_id = ${workspaceId} and v.id = given.id`);
  for (const { id, document } of rows) {
    documents.set(id, document);
    found.set(id, document);
  }
  return found;
}

/** The event that starts a journey. An API call is an event of a reserved name. */
export function startingEvent({ journeyId, document: { entry } }: LiveJourney): string {
  return entry.kind === 'event' ? entry.event : `${RESERVED}${journeyId}`;
}
