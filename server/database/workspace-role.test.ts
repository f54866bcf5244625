import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { expect, it } from 'vitest';
import { aDatabase } from '../../test/harness/index.ts';
import { ensureWorkspaceRole, WORKSPACE_ROLE } from './workspace-role.ts';

it('is made by whoever migrates, and where they may not, says what the administrator has to do', async () => {
  const { sql, url } = await aDatabase();
  const user = `owner_${randomUUID().replaceAll('-', '')}`;
  const password = randomUUID();
  await sql.unsafe(`create role ${user} login password '${password}'`);
  const address = Object.assign(new URL(url), { username: user, password });
  const theirs = postgres(address.href, { max: 1, onnotice: () => {} });
  try {
    await expect(ensureWorkspaceRole(theirs)).rejects.toThrow(`grant ${WORKSPACE_ROLE} to that user`);
    await sql.unsafe(`grant ${WORKSPACE_ROLE} to ${user}`);
    await ensureWorkspaceRole(theirs);
  } finally {
    await theirs.end();
    await sql.unsafe(`drop owned by ${user}; drop role ${user}`);
  }
});

it('is taken as it is where it exists, however many start at once', async () => {
  const { sql } = await aDatabase();
  await Promise.all([1, 2, 3].map(() => ensureWorkspaceRole(sql)));
  const [role] = await sql`select rolcanlogin, rolsuper, rolbypassrls from pg_roles where rolname = ${WORKSPACE_ROLE}`;
  expect(role).toEqual({ rolcanlogin: false, rolsuper: false, rolbypassrls: false });
});
