import { newId } from '../ids/index.ts';
import { auditLog } from '../tables/index.ts';
import type { Done, Work } from './work.ts';

/** Who did what, in the transaction that did it. */
export async function audit(
  { tx, workspaceId, actor, clock }: Work,
  action: string,
  { subject, detail = {} }: Done<unknown>,
): Promise<void> {
  await tx
    .insert(auditLog)
    .values({ workspaceId, id: newId(), at: clock.sql, actor: actor.id, action, subject, detail });
}
