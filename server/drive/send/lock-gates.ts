import type { ProfileId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';

/**
 * Locks the gate rows of these people, sorted, until the transaction ends. Answers whom it holds: who is erased while they are waited for
 * is not among them, and gets no row that would refer to nobody.
 */
export async function lockGates(
  tx: Transaction,
  workspaceId: string,
  people: readonly ProfileId[],
): Promise<ReadonlySet<ProfileId>> {
  const given = records(
    'given',
    [...people].sort().map((profileId) => ({ profileId })),
    { profileId: 'uuid' },
  );
  await tx.execute(sql`
    insert into profile_gates (workspace_id, profile_id)
    select p.workspace_id, p.id from profiles p
    where p.workspace_id = ${workspaceId} and p.id in (select profile_id from ${given})
      and not exists (select from profile_gates g where g.workspace_id = p.workspace_id and g.profile_id = p.id)
    order by p.id for key share of p
    on conflict do nothing`);
  const rows = await tx.execute<{ profile_id: ProfileId }>(sql`
    select profile_id from profile_gates where workspace_id = ${workspaceId} and profile_id in (select profile_id from ${given}) order by profile_id for update`);
  return new Set(rows.map(({ profile_id }) => profile_id));
}
