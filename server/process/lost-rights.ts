import { connect, WORKSPACE_ROLE } from '../database/index.ts';
import { Sentence } from './sentence.ts';

/**
 * Refuses a migrated database in which the role of workspaces may not do its work, or is shown more than one of them. A dump names the
 * role and does not bring it along: restored where it is missing, tables come back without their policies and grants, and psql goes on.
 */
export async function refuseLostRights(url: string): Promise<void> {
  const { sql, end } = connect(url, { max: 1 });
  try {
    const [lost] = await sql`
      select from pg_class c
      where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped)
        and not (c.relrowsecurity and has_any_column_privilege(${WORKSPACE_ROLE}, c.oid, 'select')
          and exists (select from pg_policy p where p.polrelid = c.oid and ${WORKSPACE_ROLE}::regrole = any(p.polroles))) limit 1`;
    if (lost)
      throw new Sentence(
        `The database was restored without what the role ${WORKSPACE_ROLE} may do there, which keeps workspaces apart: restore the dump once more into an empty database, with its privileges and policies, now that this server has the role.`,
      );
  } finally {
    await end();
  }
}
