import type { MessageId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { CallbackFact, ProviderAccount, ProviderAdapters } from '../channels/contract.ts';
import type { IntakeDeps } from '../intake/index.ts';
import { optOut } from '../links/unsubscribe.ts';
import type { AddressHash } from '../suppressions/address-hash.ts';
import { providers } from '../tables/index.ts';
import { type MessageFact, type MessageFactKind, recordFacts } from './facts-of-messages.ts';
import { isStop } from './stop-words.ts';
import { tellEvents } from './tell-events.ts';

export interface CallbackWork extends IntakeDeps {
  readonly adapters: ProviderAdapters;
  readonly account: (provider: typeof providers.$inferSelect) => ProviderAccount;
  readonly addressHash: AddressHash;
}

interface Stored {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly workspace_id: WorkspaceId;
  readonly provider_id: string;
  readonly body: string;
}

const BATCH = 200;
const KINDS: Readonly<Partial<Record<CallbackFact['kind'], MessageFactKind>>> = {
  delivered: 'delivered',
  bounced: 'bounced',
  failed: 'bounced',
  opened: 'opened',
  clicked: 'clicked',
  replied: 'replied',
};

/** Understands what providers have called back, a batch at a time. Answers how many there were. */
export async function processCallbacks(deps: CallbackWork): Promise<number> {
  const { touched, count } = await deps.db.transaction(async (tx) => {
    const stored = await tx.execute<Stored>(
      sql`select id, workspace_id, provider_id, body from callbacks where processed_at is null order by received_at, id limit ${BATCH} for update skip locked`,
    );
    const accounts = new Map((await tx.select().from(providers)).map((provider) => [provider.id, provider]));
    const read = stored.map((callback) => ({ callback, ...factsIn(deps, callback, accounts) }));
    const facts = read.flatMap(({ callback, found }) =>
      found.flatMap((fact) => asMessageFact(callback.workspace_id, fact)),
    );
    // A STOP is in force before any journey sees the reply.
    for (const { callback, found } of read)
      for (const fact of found)
        if (fact.messageId && isOptOut(fact))
          await optOut(
            tx,
            deps.clock,
            deps.addressHash,
            fact.messageId,
            fact.kind === 'complained' ? 'complaint' : 'STOP',
            callback.workspace_id,
          );
    const fresh = await recordFacts(tx, facts);
    for (const { callback, error } of read)
      await tx.execute(
        sql`update callbacks set processed_at = ${deps.clock.sql}, error = ${error ?? null} where workspace_id = ${callback.workspace_id} and id = ${callback.id}`,
      );
    const texts = new Map(
      read.flatMap(({ found }) =>
        found.flatMap(({ messageId, text }) => (messageId && text !== undefined ? [[messageId, text] as const] : [])),
      ),
    );
    return { count: stored.length, touched: fresh.map((one) => ({ ...one, ...detailOf(texts, one.id) })) };
  });
  await tellEvents(deps, touched);
  return count;
}

function detailOf(texts: ReadonlyMap<MessageId, string>, id: MessageId): { readonly detail?: Record<string, string> } {
  const text = texts.get(id);
  return text === undefined ? {} : { detail: { text } };
}

function factsIn(
  deps: CallbackWork,
  { provider_id, body }: Stored,
  accounts: ReadonlyMap<string, typeof providers.$inferSelect>,
): { readonly found: readonly CallbackFact[]; readonly error?: string } {
  const provider = accounts.get(provider_id);
  const adapter = provider && deps.adapters.get(provider.adapter);
  if (!provider || !adapter) return { found: [], error: 'The provider is gone' };
  try {
    return { found: adapter.parseCallback(deps.account(provider), { headers: {}, body }) };
  } catch (error) {
    return { found: [], error: error instanceof Error ? error.message.slice(0, 500) : String(error) };
  }
}

function asMessageFact(
  workspaceId: WorkspaceId,
  { messageId, kind, dedupe, at, from, text }: CallbackFact,
): readonly MessageFact[] {
  const known = KINDS[kind];
  if (!messageId || !known) return [];
  const detail = { ...(from === undefined ? {} : { from }), ...(text === undefined ? {} : { text }) };
  return [{ workspaceId, messageId, kind: known, dedupe, at, machine: false, detail }];
}

function isOptOut({ kind, text }: CallbackFact): boolean {
  return kind === 'unsubscribed' || kind === 'complained' || (kind === 'replied' && text !== undefined && isStop(text));
}
