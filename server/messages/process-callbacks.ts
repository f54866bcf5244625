import { sql } from 'drizzle-orm';
import { apart, causeOf, records, type Transaction } from '../database/index.ts';
import type { IntakeDeps } from '../intake/index.ts';
import { optOut } from '../links/unsubscribe.ts';
import type { AddressHash } from '../suppressions/address-hash.ts';
import { deadAddresses } from '../suppressions/dead-addresses.ts';
import { providers } from '../tables/index.ts';
import { type MessageFact, type MessageFactKind, recordFacts } from './facts-of-messages.ts';
import {
  type HeardFact,
  type ReadCallback,
  type Reading,
  readCallback,
  type StoredCallback,
} from './read-callbacks.ts';
import { isStop } from './stop-words.ts';
import { tellEvents } from './tell-events.ts';

export interface CallbackWork extends IntakeDeps, Reading {
  readonly addressHash: AddressHash;
}

export const CALLBACK_BATCH = 200;
const KINDS: Readonly<Partial<Record<HeardFact['kind'], MessageFactKind>>> = {
  delivered: 'delivered',
  bounced: 'bounced',
  failed: 'bounced',
  opened: 'opened',
  clicked: 'clicked',
  replied: 'replied',
};

/** Understands what providers have called back, a batch at a time. Answers how many there were. */
export async function processCallbacks(deps: CallbackWork): Promise<number> {
  const open = await deps.db.execute<{ id: string }>(
    sql`select id from callbacks where processed_at is null order by received_at, id limit ${CALLBACK_BATCH}`,
  );
  return understand(
    deps,
    open.map(({ id }) => id),
  );
}

/** One that Postgres refuses is set aside, and the others are understood. */
async function understand(deps: CallbackWork, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0;
  await apart<string, void>(
    ids,
    async (some) => {
      const told = await deps.db.transaction((tx) => takeIn(deps, tx, some));
      if (told > 0) deps.hint?.();
    },
    (id, error) => setAside(deps, id, causeOf(error)),
  );
  return ids.length;
}

/** All of it in one transaction: what is marked as understood is kept and told. Answers how many events were told. */
async function takeIn(deps: CallbackWork, tx: Transaction, ids: readonly string[]): Promise<number> {
  const read = await readAll(deps, tx, ids);
  const facts = read.flatMap((one) => one.facts);
  // A STOP is in force before any journey sees the reply.
  await optOut(tx, deps.clock, deps.addressHash, facts.filter(isOptOut).map(asked));
  await invalidateBounced(tx, facts);
  const touched = await recordFacts(tx, facts.flatMap(asMessageFact));
  await markProcessed(deps, tx, read);
  return tellEvents(tx, touched, await deps.clock.now(tx));
}

async function readAll(deps: CallbackWork, tx: Transaction, ids: readonly string[]): Promise<readonly ReadCallback[]> {
  const stored = await tx.execute<StoredCallback>(sql`
    select id, workspace_id, provider_id, body from callbacks
    where id = any(${sql.param(ids)}::uuid[]) and processed_at is null order by received_at, id for update skip locked`);
  const speaking = await tx.select().from(providers);
  const byId = new Map(speaking.map((provider) => [provider.id, provider]));
  return stored.map((callback) => readCallback(deps, callback, byId.get(callback.provider_id)));
}

/** What made sense stands with its person from now on; what did not is kept for those who look for the reason. */
async function markProcessed({ clock }: CallbackWork, tx: Transaction, read: readonly ReadCallback[]): Promise<void> {
  const rows = read.map(({ callback, error }) => ({ workspaceId: callback.workspace_id, id: callback.id, error }));
  await tx.execute(sql`
    update callbacks set processed_at = ${clock.sql}, error = given.error, body = case when given.error is null then '' else body end
    from ${records('given', rows, { workspaceId: 'uuid', id: 'uuid', error: 'text' })}
    where callbacks.workspace_id = given.workspace_id and callbacks.id = given.id`);
}

async function setAside({ db, clock }: CallbackWork, id: string, error: string): Promise<void> {
  await db.execute(
    sql`update callbacks set processed_at = ${clock.sql}, error = ${error} where id = ${id} and processed_at is null`,
  );
}

/** The address is nobody's any more. */
async function invalidateBounced(tx: Transaction, facts: readonly HeardFact[]): Promise<void> {
  const bounced = facts.filter(({ kind }) => kind === 'bounced');
  if (bounced.length === 0) return;
  await tx.execute(
    deadAddresses(sql`
      (select m.workspace_id, m.channel, m.address from ${records('given', bounced.map(keyOf), { workspaceId: 'uuid', messageId: 'uuid' })}
      join messages m on m.workspace_id = given.workspace_id and m.id = given.message_id)`),
  );
}

const keyOf = ({ workspaceId, messageId }: HeardFact) => ({ workspaceId, messageId });

function asMessageFact({ workspaceId, messageId, kind, dedupe, at, from, text }: HeardFact): readonly MessageFact[] {
  const known = KINDS[kind];
  if (!known) return [];
  const detail = { ...(from === undefined ? {} : { from }), ...(text === undefined ? {} : { text }) };
  return [{ workspaceId, messageId, kind: known, dedupe, at, machine: false, detail }];
}

function isOptOut({ kind, text }: HeardFact): boolean {
  return kind === 'unsubscribed' || kind === 'complained' || (kind === 'replied' && text !== undefined && isStop(text));
}

/** A provider speaks for its own workspace only. */
function asked({ workspaceId, messageId, kind }: HeardFact) {
  return { messageId, within: workspaceId, source: kind === 'complained' ? 'complaint' : 'STOP' };
}
