import type { Sql } from 'postgres';

/** Whoever works in this role sees and touches rows of one workspace: the one that its transaction names. */
export const WORKSPACE_ROLE = 'wend_workspace';

/**
 * Makes the role, and lets who migrates take it on. A role is of the whole server and no part of a database, so that no migration can
 * make it: it is looked for at each start. What it may do stands in the migrations.
 */
export async function ensureWorkspaceRole(sql: Sql): Promise<void> {
  try {
    const [known] = await sql`select from pg_roles where rolname = ${WORKSPACE_ROLE}`;
    if (!known) await create(sql);
    // Since Postgres 16 a member may be kept from taking a role on; before, every member may.
    const [may] = await sql`
      select from pg_roles where rolname = ${WORKSPACE_ROLE} and pg_has_role(oid,
        case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end)`;
    if (!may) await sql`grant ${sql(WORKSPACE_ROLE)} to current_user`;
  } catch (error) {
    throw new Error(
      `The user of the database may not make the role ${WORKSPACE_ROLE}, which keeps workspaces apart. Have its administrator run: create role ${WORKSPACE_ROLE} nologin; grant ${WORKSPACE_ROLE} to that user.`,
      { cause: error },
    );
  }
}

/** Another database of the same server may be migrated at the same time. */
function create(sql: Sql) {
  return sql.unsafe(`do $$ begin create role ${WORKSPACE_ROLE} nologin;
    exception when duplicate_object or unique_violation then null; end $$`);
}
