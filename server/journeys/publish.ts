import {
  compile,
  contentHash,
  diff,
  type JourneyDocument,
  type JourneyId,
  type JourneyVersionId,
  type Json,
  type JsonObject,
  journeyDocument,
  type NodeTypes,
} from '@wend/engine';
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { type Done, JourneyError, verb, type Work } from '../access/index.ts';
import { checkEntrance, enterAtPublishing } from '../entrances/begin.ts';
import { newId } from '../ids/index.ts';
import { compileContent } from '../messages/compiled-emails.ts';
import { type Journey, type JourneyVersion, journeys, journeyVersions } from '../tables/index.ts';
import { holdJourney } from './find-journey.ts';
import type { publishedVersion } from './journey-view.ts';

export interface Publishing {
  readonly nodeTypes: NodeTypes;
}

/**
 * Freezes the draft as the next version, which people enter from now on. Those inside stay on theirs. A stopped journey goes live
 * again; a paused one stays paused.
 */
export const publishJourney = verb(
  { needs: 'publish-journey', action: 'journey.publish' },
  async (work: Work, { nodeTypes }: Publishing, id: JourneyId, revision: number, note: string) => {
    const journey = await holdJourney(work, id);
    if (journey.revision !== revision)
      throw new JourneyError('revision-changed', 'The draft has changed since you looked at it.', {
        detail: { revision: journey.revision, draft: journey.draft },
      });
    const document = journeyDocument.parse(journey.draft);
    const compiled = compile(document, nodeTypes);
    if (!compiled.ok)
      throw new JourneyError('has-problems', 'The journey has problems that must be solved first.', {
        problems: compiled.problems,
      });
    await checkEntrance(work, document);
    const done = await freeze(work, journey, document, await compileContent(compiled.plan), note);
    await enterAtPublishing(work, id, document);
    return done;
  },
);

async function freeze(
  { tx, clock, workspaceId, actor }: Work,
  journey: Journey,
  document: JourneyDocument,
  compiled: JsonObject,
  note: string,
): Promise<Done<z.infer<typeof publishedVersion>>> {
  const before = await liveVersion(tx, journey);
  const changes = before && diff(before.document, document);
  const version = {
    workspaceId,
    id: newId<JourneyVersionId>(),
    journeyId: journey.id,
    number: (before?.number ?? 0) + 1,
    document,
    hash: contentHash(asJson(document)),
    compiled,
    note,
    author: actor.name,
    diff: changes ?? null,
  };
  await tx.insert(journeyVersions).values({ ...version, publishedAt: clock.sql });
  await tx
    .update(journeys)
    .set({ liveVersionId: version.id, state: journey.state === 'paused' ? 'paused' : 'live' })
    .where(and(eq(journeys.workspaceId, workspaceId), eq(journeys.id, journey.id)));
  const { id: versionId, number, hash } = version;
  return {
    subject: `journey:${journey.id}`,
    answer: { versionId, number, summary: changes?.summary ?? 'First version.' },
    detail: { number, hash },
  };
}

async function liveVersion(
  tx: Work['tx'],
  { workspaceId, liveVersionId }: Journey,
): Promise<JourneyVersion | undefined> {
  if (liveVersionId === null) return undefined;
  const [version] = await tx
    .select()
    .from(journeyVersions)
    .where(and(eq(journeyVersions.workspaceId, workspaceId), eq(journeyVersions.id, liveVersionId)));
  return version;
}

function asJson(value: unknown): Json {
  // Documents and their differences are JSON by their schemas.
  return value as Json;
}
