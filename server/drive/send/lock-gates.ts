import type { ProfileId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../../database/index.ts';

/** Locks the gate rows of these people, sorted, until the transaction ends. */
export async function lockGates(tx: Transaction, workspaceId: string, people: readonly ProfileId[]): Promise<void> {
  const given = records(
    'given',
    [...people].sort().map((profileId) => ({ profileId })),
    { profileId: 'uuid' },
  );
  await tx.execute(
    sql`insert into profile_gates (workspace_id, profile_id) select ${workspaceId}, profile_id from ${given} order by profile_id on conflict do nothing`,
  );
  await tx.execute(sql`
    select from profile_gates where workspace_id = ${workspaceId} and profile_id in (select profile_id from ${given}) order by profile_id for update`);
}
