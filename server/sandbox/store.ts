import type { Instant, JsonObject } from '@wend/engine';
import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import { type Database, epochMs, records } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import {
  type SandboxDirection,
  type SandboxHonesty,
  type SandboxMessage,
  type SandboxState,
  sandboxMessages,
} from '../tables/index.ts';

export interface NewCopy {
  readonly account: string;
  readonly honesty: SandboxHonesty;
  readonly direction: SandboxDirection;
  readonly channel: string;
  readonly reference: string;
  readonly recipient: string;
  readonly sender: string;
  readonly payload: JsonObject;
  readonly callbackUrl: string;
}

/** `isNew` is false where an idempotent account had it already. */
export interface Copy {
  readonly id: string;
  readonly at: Instant;
  readonly isNew: boolean;
}

/** Keeps what was taken, in one statement, two where an idempotent account got a key again: also one that it took before it was idempotent. */
export async function storeCopies(db: Database, copies: readonly NewCopy[]): Promise<readonly Copy[]> {
  const rows = copies.map((copy) => ({
    ...copy,
    id: newId(),
    state: copy.direction === 'in' ? 'received' : 'accepted',
  }));
  const stored = await db.execute<{ id: string; at_ms: string }>(sql`
    insert into sandbox.messages (id, account, honesty, direction, channel, reference, recipient, sender, payload, callback_url, state, at)
    select id, account, honesty, direction, channel, reference, recipient, sender, payload, callback_url, state, date_trunc('milliseconds', clock_timestamp())
    from ${records('given', rows, {
      id: 'uuid',
      account: 'text',
      honesty: 'text',
      direction: 'text',
      channel: 'text',
      reference: 'text',
      recipient: 'text',
      sender: 'text',
      payload: 'jsonb',
      callbackUrl: 'text',
      state: 'text',
    })}
    where not (given.honesty = 'idempotent' and given.direction = 'out' and exists (
      select from sandbox.messages m where m.account = given.account and m.reference = given.reference and m.direction = 'out' and m.honesty <> 'idempotent'))
    on conflict do nothing returning id, ${epochMs(sql`at`)} as at_ms`);
  const fresh = new Map(stored.map(({ id, at_ms }) => [id, Number(at_ms)]));
  const known = await findKnown(
    db,
    rows.filter(({ id }) => !fresh.has(id)).map(({ account, reference }) => ({ account, reference })),
  );
  return rows.map(({ id, account, reference }): Copy => {
    const at = fresh.get(id);
    return at === undefined
      ? (known.get(`${account} ${reference}`) ?? { id, at: 0, isNew: false })
      : { id, at, isNew: true };
  });
}

async function findKnown(
  db: Database,
  rows: readonly Pick<NewCopy, 'account' | 'reference'>[],
): Promise<ReadonlyMap<string, Copy>> {
  if (rows.length === 0) return new Map();
  const found = await db.execute<{ id: string; account: string; reference: string; at_ms: string }>(sql`
    select distinct on (m.account, m.reference) m.id, m.account, m.reference, ${epochMs(sql`m.at`)} as at_ms from sandbox.messages m
    join ${records('given', rows, { account: 'text', reference: 'text' })} on m.account = given.account and m.reference = given.reference
    where m.direction = 'out' order by m.account, m.reference, m.at`);
  return new Map(
    found.map(({ id, account, reference, at_ms }) => [
      `${account} ${reference}`,
      { id, at: Number(at_ms), isNew: false },
    ]),
  );
}

export interface StateChange {
  readonly id: string;
  readonly state: SandboxState;
}

/** What is known of a copy only grows, in whatever order it was called back. */
const growing = sql`array['accepted', 'delivered', 'failed', 'clicked']`;

export async function storeStates(db: Database, changes: readonly StateChange[]): Promise<void> {
  await db.execute(sql`
    update sandbox.messages m set state = latest.state
    from (
      select distinct on (id) id, state from ${records('given', changes, { id: 'uuid', state: 'text' })}
      order by id, array_position(${growing}, state) desc
    ) latest
    where m.id = latest.id and array_position(${growing}, m.state) < array_position(${growing}, latest.state)`);
}

export interface InboxQuestion {
  readonly account: string;
  readonly channel?: string | undefined;
  readonly address?: string | undefined;
  readonly before?: Instant | undefined;
  readonly limit: number;
}

/** Newest first; a reply stands with the address that wrote it. */
export async function inboxOf(
  db: Database,
  { account, channel, address, before, limit }: InboxQuestion,
): Promise<readonly SandboxMessage[]> {
  const where: SQL[] = [eq(sandboxMessages.account, account)];
  if (channel) where.push(eq(sandboxMessages.channel, channel));
  if (address) where.push(eq(sandboxMessages.recipient, address));
  if (before !== undefined) where.push(lt(sandboxMessages.at, before));
  return db
    .select()
    .from(sandboxMessages)
    .where(and(...where))
    .orderBy(desc(sandboxMessages.at), desc(sandboxMessages.id))
    .limit(limit);
}

export async function copiesOf(db: Database, account: string, reference: string): Promise<readonly SandboxMessage[]> {
  return db
    .select()
    .from(sandboxMessages)
    .where(
      and(
        eq(sandboxMessages.account, account),
        eq(sandboxMessages.reference, reference),
        eq(sandboxMessages.direction, 'out'),
      ),
    )
    .orderBy(sandboxMessages.at);
}

export async function messageOf(db: Database, account: string, id: string): Promise<SandboxMessage | undefined> {
  const [found] = await db
    .select()
    .from(sandboxMessages)
    .where(and(eq(sandboxMessages.account, account), eq(sandboxMessages.id, id)));
  return found;
}
