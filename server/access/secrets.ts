import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { WorkspaceId } from '@wend/engine';
import { and, asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { moment } from '../answers/index.ts';
import type { Reading } from '../database/index.ts';
import { secrets } from '../tables/index.ts';
import type { Context } from './context.ts';
import { JourneyError } from './journey-error.ts';
import type { Keys } from './keys.ts';
import { verb } from './verb.ts';
import type { Work } from './work.ts';

export const secretView = z.object({ name: z.string(), updatedAt: moment }).meta({ id: 'Secret' });
type SecretView = z.infer<typeof secretView>;

/** Where a secret lies. A sealed value copied to another name or workspace does not open. */
interface Place {
  readonly workspaceId: WorkspaceId;
  readonly name: string;
}
const aad = ({ workspaceId, name }: Place): Buffer => Buffer.from(`${workspaceId}|${name}`);

/** AES-256-GCM. The version in front tells a later key or cipher apart. */
export function seal(keys: Keys, place: Place, value: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keys.of('secrets'), iv).setAAD(aad(place));
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return ['v1', ...[iv, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join('.');
}

/** Throws where the key, the place or a single bit differs. */
export function unseal(keys: Keys, place: Place, sealed: string): string {
  const [version, ...parts] = sealed.split('.');
  const [iv, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (version !== 'v1' || !iv || !tag || !text) throw new Error(`The secret ${place.name} is not sealed as we know it`);
  const decipher = createDecipheriv('aes-256-gcm', keys.of('secrets'), iv, { authTagLength: 16 });
  decipher.setAAD(aad(place)).setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
}

/** The value behind a reference, for what leaves the house in the workspace's name. No route answers it. */
export async function readSecret(db: Reading, keys: Keys, place: Place): Promise<string | undefined> {
  const [row] = await db
    .select({ sealed: secrets.sealed })
    .from(secrets)
    .where(and(eq(secrets.workspaceId, place.workspaceId), eq(secrets.name, place.name)));
  return row && unseal(keys, place, row.sealed);
}

/** Names alone: what they stand for is never shown again. */
export async function listSecrets({ db, workspaceId }: Context): Promise<readonly SecretView[]> {
  const rows = await db
    .select({ name: secrets.name, updatedAt: secrets.updatedAt })
    .from(secrets)
    .where(eq(secrets.workspaceId, workspaceId))
    .orderBy(asc(secrets.name));
  return rows.map(({ name, updatedAt }) => ({ name, updatedAt: new Date(updatedAt).toISOString() }));
}

/** Sets a secret, or sets it anew. */
export const putSecret = verb(
  { needs: 'manage-workspace', action: 'secret.put' },
  async ({ tx, clock, workspaceId }: Work, keys: Keys, name: string, value: string) => {
    const sealed = seal(keys, { workspaceId, name }, value);
    const updatedAt = await clock.now(tx);
    await tx
      .insert(secrets)
      .values({ workspaceId, name, sealed, updatedAt })
      .onConflictDoUpdate({ target: [secrets.workspaceId, secrets.name], set: { sealed, updatedAt } });
    return { subject: `secret:${name}`, answer: undefined };
  },
);

/** Forgets a secret. What refers to it fails from now on, and says so. */
export const removeSecret = verb(
  { needs: 'manage-workspace', action: 'secret.remove' },
  async ({ tx, workspaceId }: Work, name: string) => {
    const gone = await tx
      .delete(secrets)
      .where(and(eq(secrets.workspaceId, workspaceId), eq(secrets.name, name)))
      .returning({ name: secrets.name });
    if (gone.length === 0) throw new JourneyError('not-found', 'There is no secret of that name.');
    return { subject: `secret:${name}`, answer: undefined };
  },
);
