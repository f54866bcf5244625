import { createHash, randomBytes } from 'node:crypto';
import type { SourceId, WorkspaceId } from '@wend/engine';
import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '../database/index.ts';
import { type SourceKind, sources } from '../tables/index.ts';

export interface Source {
  readonly workspaceId: WorkspaceId;
  readonly id: SourceId;
  readonly kind: SourceKind;
}

/** A fresh write key: shown once, kept as its hash. 144 bits, so that a plain hash is enough. */
export function newWriteKey(): string {
  return randomBytes(18).toString('base64url');
}

export function writeKeyHash(writeKey: string): string {
  return createHash('sha256').update(writeKey).digest('hex');
}

/** The source behind a write key; looked up at every request, so that a revoked key is refused at once. */
export async function sourceOf(db: Database, writeKey: string): Promise<Source | undefined> {
  const [source] = await db
    .select({ workspaceId: sources.workspaceId, id: sources.id, kind: sources.kind })
    .from(sources)
    .where(and(eq(sources.keyHash, writeKeyHash(writeKey)), isNull(sources.revokedAt)));
  return source;
}
