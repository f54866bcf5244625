import { createHash } from 'node:crypto';
import { emailTexts, type JourneyVersionId, type JsonObject, type Plan, type WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { type Reading, records } from '../database/index.ts';
import { compileEmail } from './compile-email.ts';

/** What publishing computes from a journey: the HTML of each of its e-mails, by the hash of the text. */
const content = z.object({ emails: z.record(z.string(), z.string()).default({}) });
type Emails = z.infer<typeof content>['emails'];

export async function compileContent(plan: Pick<Plan, 'steps'>): Promise<JsonObject> {
  const compiled = emailTexts(plan).map(async (text) => [keyOf(text), await compileEmail(text)] as const);
  return { emails: Object.fromEntries(await Promise.all(compiled)) };
}

interface OfVersion {
  readonly workspaceId: WorkspaceId;
  /** Absent for a draft. */
  readonly journeyVersionId?: JourneyVersionId | undefined;
}
type HtmlOf = (of: OfVersion, text: string) => Promise<string>;

/** Versions never change. */
const known = new LRUCache<JourneyVersionId, Emails>({ max: 200 });

/**
 * The HTML of e-mails as it was published, in at most one statement. A text that was not compiled then (of a draft, or of a version from
 * before that) is compiled now.
 */
export async function compiledEmails(db: Reading, messages: readonly OfVersion[]): Promise<HtmlOf> {
  const missing = messages.flatMap(({ workspaceId, journeyVersionId: id }) =>
    id === undefined || known.has(id) ? [] : [{ workspaceId, id }],
  );
  if (missing.length > 0) {
    const rows = await db.execute<{ id: JourneyVersionId; compiled: unknown }>(sql`
      select id, compiled from journey_versions
      where (workspace_id, id) in (select workspace_id, id from ${records('given', missing, { workspaceId: 'uuid', id: 'uuid' })})`);
    for (const { id, compiled } of rows) known.set(id, content.parse(compiled).emails);
  }
  return async ({ journeyVersionId: id }, text) =>
    (id === undefined ? undefined : known.get(id)?.[keyOf(text)]) ?? (await compileEmail(text));
}

function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
