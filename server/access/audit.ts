import type { JsonObject } from '@wend/engine';
import type { Transaction } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import { auditLog } from '../tables/index.ts';
import type { Context } from './context.ts';

/** Who did what, in the transaction that did it. */
export async function audit(
  tx: Transaction,
  { workspaceId, actor, clock }: Context,
  action: string,
  subject: string,
  detail: JsonObject = {},
): Promise<void> {
  await tx
    .insert(auditLog)
    .values({ workspaceId, id: newId(), at: clock.sql, actor: actor.id, action, subject, detail });
}
