import { createHash, randomBytes } from 'node:crypto';
import type { WorkspaceId } from '@wend/engine';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { id, moment } from '../answers/index.ts';
import type { Reading } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import { apiKeys, type Role } from '../tables/index.ts';
import type { Actor, Context } from './context.ts';
import { JourneyError } from './journey-error.ts';
import { role } from './role.ts';
import { verb } from './verb.ts';
import type { Work } from './work.ts';

/** A program with a key: it acts in one workspace, in one role. */
export interface KeyHolder {
  readonly workspaceId: WorkspaceId;
  readonly actor: Actor;
}

export const apiKeyView = z
  .object({
    id,
    name: z.string(),
    role,
    keyHint: z.string().meta({ description: 'Its last four characters' }),
    createdAt: moment,
  })
  .meta({ id: 'ApiKey' });
type ApiKeyView = z.infer<typeof apiKeyView>;

export const newApiKey = z
  .object({ id, key: z.string().meta({ description: 'Shown here and never again' }) })
  .meta({ id: 'NewApiKey' });

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Who presents this key; looked up at every request, so that a revoked key is refused at once. */
export async function holderOf(db: Reading, key: string): Promise<KeyHolder | undefined> {
  const [row] = await db
    .select({ workspaceId: apiKeys.workspaceId, id: apiKeys.id, name: apiKeys.name, role: apiKeys.role })
    .from(apiKeys)
    .where(and(eq(apiKeys.keyHash, hashOf(key)), isNull(apiKeys.revokedAt)));
  return row && { workspaceId: row.workspaceId, actor: { id: `key:${row.id}`, name: row.name, role: row.role } };
}

/** The key itself is in this answer and nowhere else. 192 bits, so that a plain hash is enough. */
export const createApiKey = verb(
  { needs: 'manage-workspace', action: 'key.create' },
  async ({ tx, clock, workspaceId }: Work, name: string, role: Exclude<Role, 'owner'>) => {
    const id = newId();
    const key = `wend_${randomBytes(24).toString('base64url')}`;
    const kept = { workspaceId, id, name, role, keyHash: hashOf(key), keyHint: key.slice(-4) };
    await tx.insert(apiKeys).values({ ...kept, createdAt: clock.sql });
    return { subject: `key:${id}`, answer: { id, key }, detail: { role } };
  },
);

/** From now on it is refused. */
export const revokeApiKey = verb(
  { needs: 'manage-workspace', action: 'key.revoke' },
  async ({ tx, clock, workspaceId }: Work, id: string) => {
    const revoked = await tx
      .update(apiKeys)
      .set({ revokedAt: clock.sql })
      .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id });
    if (revoked.length === 0) throw new JourneyError('not-found', 'There is no such key.');
    return { subject: `key:${id}`, answer: undefined };
  },
);

export async function listApiKeys({ db, workspaceId }: Context): Promise<readonly ApiKeyView[]> {
  const { id, name, role, keyHint, createdAt } = apiKeys;
  const rows = await db
    .select({ id, name, role, keyHint, createdAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.workspaceId, workspaceId), isNull(apiKeys.revokedAt)))
    .orderBy(asc(apiKeys.id));
  return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt).toISOString() }));
}
