import type { SourceId } from '@wend/engine';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { id, moment } from '../answers/index.ts';
import { newId } from '../ids/index.ts';
import { newWriteKey, writeKeyHash } from '../intake/index.ts';
import { type SourceKind, sources } from '../tables/index.ts';
import type { Context } from './context.ts';
import { JourneyError } from './journey-error.ts';
import { verb } from './verb.ts';
import type { Work } from './work.ts';

export const sourceKind = z
  .enum(['browser', 'server'] satisfies SourceKind[])
  .meta({ description: 'The key of a browser is public, and may say less of a person who is known' });

export const sourceView = z
  .object({
    id,
    name: z.string(),
    kind: sourceKind,
    protectedAttributes: z.array(z.string()).readonly().meta({
      description: 'Of a browser: what else it may not set of a person who is known, beside what no browser may',
    }),
    keyHint: z.string().meta({ description: 'The last four characters of its write key' }),
    createdAt: moment,
  })
  .meta({ id: 'Source' });
type SourceView = z.infer<typeof sourceView>;

export const newSource = z
  .object({ id, writeKey: z.string().meta({ description: 'Shown here and never again' }) })
  .meta({ id: 'NewSource' });

export async function listSources({ db, workspaceId }: Context): Promise<readonly SourceView[]> {
  const { id, name, kind, protectedAttributes, keyHint, createdAt } = sources;
  const rows = await db
    .select({ id, name, kind, protectedAttributes, keyHint, createdAt })
    .from(sources)
    .where(and(eq(sources.workspaceId, workspaceId), isNull(sources.revokedAt)))
    .orderBy(desc(sources.createdAt), desc(sources.id));
  return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt).toISOString() }));
}

/** A new source of events. Its write key is in this answer and nowhere else. */
export const createSource = verb(
  { needs: 'manage-workspace', action: 'source.create' },
  async ({ tx, clock, workspaceId }: Work, name: string, kind: SourceKind) => {
    const [id, writeKey] = [newId<SourceId>(), newWriteKey()];
    await tx.insert(sources).values({
      workspaceId,
      id,
      name,
      kind,
      keyHash: writeKeyHash(writeKey),
      keyHint: writeKey.slice(-4),
      createdAt: clock.sql,
    });
    return { subject: `source:${id}`, answer: { id, writeKey }, detail: { kind } };
  },
);

/** What this browser may not set of a person who is known, from the next event on. */
export const protectAttributes = verb(
  { needs: 'manage-workspace', action: 'source.protect' },
  async ({ tx, workspaceId }: Work, id: SourceId, names: readonly string[]) => {
    const protectedAttributes = [...new Set(names)].sort();
    const changed = await tx
      .update(sources)
      .set({ protectedAttributes })
      .where(
        and(
          eq(sources.workspaceId, workspaceId),
          eq(sources.id, id),
          eq(sources.kind, 'browser'),
          isNull(sources.revokedAt),
        ),
      )
      .returning({ id: sources.id });
    if (changed.length === 0) throw new JourneyError('not-found', 'There is no such browser.');
    return { subject: `source:${id}`, answer: undefined, detail: { protectedAttributes } };
  },
);

/** From now on its key is refused. What it has sent stays. */
export const revokeSource = verb(
  { needs: 'manage-workspace', action: 'source.revoke' },
  async ({ tx, clock, workspaceId }: Work, id: SourceId) => {
    const revoked = await tx
      .update(sources)
      .set({ revokedAt: clock.sql })
      .where(and(eq(sources.workspaceId, workspaceId), eq(sources.id, id), isNull(sources.revokedAt)))
      .returning({ id: sources.id });
    if (revoked.length === 0) throw new JourneyError('not-found', 'There is no such source.');
    return { subject: `source:${id}`, answer: undefined };
  },
);
