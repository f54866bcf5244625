import type { WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { PgTransaction } from 'drizzle-orm/pg-core';
import type { Database, Transaction } from './connect.ts';
import { WORKSPACE_ROLE } from './workspace-role.ts';

/** All that a read asks of a database; a transaction has it too. */
export type Reading = Pick<Database, 'select' | 'selectDistinct' | 'execute' | '$count'>;

declare const scoped: unique symbol;

/** The same of one workspace: Postgres shows the rows of no other one, and takes no change. Made by `ReadPool` alone. */
export type WorkspaceReads = Reading & { readonly [scoped]: 'reads' };

/** A transaction of one workspace: Postgres shows and touches the rows of no other one. Made by `workIn` alone. */
export type WorkspaceTransaction = Transaction & { readonly [scoped]: 'work' };

/** One transaction in a workspace, in which a statement that forgets to name it still meets nothing of another one. */
export function workIn<Done>(
  db: Database,
  workspaceId: WorkspaceId,
  work: (tx: WorkspaceTransaction) => Promise<Done>,
): Promise<Done> {
  return db.transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('role', ${WORKSPACE_ROLE}, true), set_config('wend.workspace', ${workspaceId}, true)`,
    );
    const done = await work(tx as WorkspaceTransaction);
    // Within somebody else's transaction: what comes after is theirs again.
    if (db instanceof PgTransaction) await tx.execute(sql`select set_config('role', 'none', true)`);
    return done;
  });
}
