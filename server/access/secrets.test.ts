import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aDatabase, aFolder } from '../../test/harness/index.ts';
import { databaseClock } from '../clock/index.ts';
import { newId } from '../ids/index.ts';
import { auditLog, type Role, workspaces } from '../tables/index.ts';
import type { ActingContext, Context } from './context.ts';
import { Keys, openKeys } from './keys.ts';
import { listSecrets, putSecret, readSecret, removeSecret, seal, unseal } from './secrets.ts';
import { WriteHandle } from './write-handle.ts';

const keys = new Keys(Buffer.alloc(32, 1));
const place = { workspaceId: newId<ActingContext['workspaceId']>(), name: 'crm_token' };

async function aWorkspace(role: Role = 'owner') {
  const { db, reads } = await aDatabase();
  const workspaceId = newId<ActingContext['workspaceId']>();
  await db.insert(workspaces).values({ id: workspaceId, name: 'Shop', createdAt: databaseClock.sql });
  const actor = { id: 'user:u', name: 'Ada', role };
  const context: Context & ActingContext = {
    db: reads.in(workspaceId),
    writes: new WriteHandle(db),
    clock: databaseClock,
    trips: { look: () => {} },
    workspaceId,
    actor,
  };
  return { context, db };
}

it('opens in its own place alone, with its own key, and not when a bit was turned', () => {
  const sealed = seal(keys, place, 'sésame');
  expect(sealed).not.toContain('sésame');
  expect(seal(keys, place, 'sésame')).not.toBe(sealed);
  expect(unseal(keys, place, sealed)).toBe('sésame');
  expect(() => unseal(keys, { ...place, name: 'other' }, sealed)).toThrow();
  expect(() => unseal(keys, { ...place, workspaceId: newId() }, sealed)).toThrow();
  expect(() => unseal(new Keys(Buffer.alloc(32, 2)), place, sealed)).toThrow();
  for (const part of [1, 2, 3]) expect(() => unseal(keys, place, turned(sealed, part)), `part ${part}`).toThrow();
  expect(() => unseal(keys, place, sealed.replace('v1.', 'v2.'))).toThrow();
});

/** Another first character in one part: all six bits of it count, as those of a last one do not. */
function turned(sealed: string, part: number): string {
  const parts = sealed.split('.');
  parts[part] = parts[part]?.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) ?? '';
  return parts.join('.');
}

it('keeps a secret sealed, shows its name alone, and puts its change in the audit log without it', async () => {
  const { context, db } = await aWorkspace();
  const { workspaceId } = context;
  await putSecret.by(context, keys, 'crm_token', 'first');
  await putSecret.by(context, keys, 'crm_token', 'second');
  expect(await readSecret(db, keys, { workspaceId, name: 'crm_token' })).toBe('second');
  expect(await readSecret(db, keys, { workspaceId: newId(), name: 'crm_token' })).toBeUndefined();
  expect(await listSecrets(context)).toEqual([{ name: 'crm_token', updatedAt: expect.any(String) }]);
  const everything = await db.execute(
    sql`select secrets::text as kept from secrets union all select audit_log::text from audit_log`,
  );
  expect(JSON.stringify([...everything])).not.toMatch(/first|second/);
  await removeSecret.by(context, 'crm_token');
  expect(await listSecrets(context)).toEqual([]);
  await expect(removeSecret.by(context, 'crm_token')).rejects.toMatchObject({ code: 'not-found' });
  const log = await db.select({ action: auditLog.action }).from(auditLog).orderBy(auditLog.id);
  expect(log.map(({ action }) => action)).toEqual(['secret.put', 'secret.put', 'secret.remove']);
});

it('is for those who manage the workspace', async () => {
  const { context } = await aWorkspace('publisher');
  await expect(putSecret.by(context, keys, 'a', 'b')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(removeSecret.by(context, 'a')).rejects.toMatchObject({ code: 'forbidden' });
});

it('keeps the master key in a file that its owner alone can read, and makes it once', () => {
  const home = aFolder();
  const first = openKeys(home);
  expect(statSync(join(home, 'master.key')).mode & 0o777).toBe(0o600);
  expect(openKeys(home).of('secrets')).toEqual(first.of('secrets'));
  expect(first.of('secrets')).not.toEqual(first.of('session'));
  expect(readdirSync(home)).toEqual(['master.key']);
});

it('closes a master key that others could read, as after a copy', () => {
  const home = aFolder();
  const first = openKeys(home);
  chmodSync(join(home, 'master.key'), 0o644);
  expect(openKeys(home).of('secrets')).toEqual(first.of('secrets'));
  expect(statSync(join(home, 'master.key')).mode & 0o777).toBe(0o600);
});
