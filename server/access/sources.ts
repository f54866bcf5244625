import type { SourceId } from '@wend/engine';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { newId } from '../ids/index.ts';
import { newWriteKey, writeKeyHash } from '../intake/index.ts';
import { type SourceKind, sources } from '../tables/index.ts';
import { audit } from './audit.ts';
import { demand } from './can.ts';
import type { Context } from './context.ts';
import { JourneyError } from './journey-error.ts';

export async function listSources({ db, workspaceId }: Context) {
  const rows = await db
    .select()
    .from(sources)
    .where(and(eq(sources.workspaceId, workspaceId), isNull(sources.revokedAt)))
    .orderBy(desc(sources.createdAt));
  return rows.map(({ id, name, kind, keyHint, createdAt }) => ({
    id,
    name,
    kind,
    keyHint,
    createdAt: new Date(createdAt).toISOString(),
  }));
}

/** A new source of events. Its write key is in this answer and nowhere else. */
export async function createSource(
  context: Context,
  name: string,
  kind: SourceKind,
): Promise<{ readonly id: SourceId; readonly writeKey: string }> {
  demand(context.actor, 'manage-workspace');
  const { db, clock, workspaceId } = context;
  const [id, writeKey] = [newId<SourceId>(), newWriteKey()];
  await db.transaction(async (tx) => {
    await tx.insert(sources).values({
      workspaceId,
      id,
      name,
      kind,
      keyHash: writeKeyHash(writeKey),
      keyHint: writeKey.slice(-4),
      createdAt: clock.sql,
    });
    await audit(tx, context, 'source.create', `source:${id}`, { kind });
  });
  return { id, writeKey };
}

/** From now on its key is refused. What it has sent stays. */
export async function revokeSource(context: Context, id: SourceId): Promise<void> {
  demand(context.actor, 'manage-workspace');
  const { db, clock, workspaceId } = context;
  await db.transaction(async (tx) => {
    const revoked = await tx
      .update(sources)
      .set({ revokedAt: clock.sql })
      .where(and(eq(sources.workspaceId, workspaceId), eq(sources.id, id), isNull(sources.revokedAt)))
      .returning({ id: sources.id });
    if (revoked.length === 0) throw new JourneyError('not-found', 'There is no such source.');
    await audit(tx, context, 'source.revoke', `source:${id}`);
  });
}
