import { timingSafeEqual } from 'node:crypto';
import type { Json } from '@wend/engine';
import { eq } from 'drizzle-orm';
import type { Database } from '../database/index.ts';
import { sandboxAccounts } from '../tables/index.ts';
import { type Rule, rule } from './script.ts';

export interface Account {
  readonly id: string;
  readonly key: string;
  readonly rules: readonly Rule[];
}

/** The accounts of this provider, remembered: one process owns them. */
export class Accounts {
  readonly #known = new Map<string, Promise<Account>>();
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The account, opened by its first key; undefined where the key is another. */
  async signIn(id: string, authorization: string | undefined): Promise<Account | undefined> {
    const key = authorization?.replace(/^Bearer /, '') ?? '';
    if (key.length < 8) return undefined;
    const account = await (this.#known.get(id) ?? this.#remember(id, this.#open(id, key)));
    return isSame(account.key, key) ? account : undefined;
  }

  async setRules(account: Account, rules: readonly Rule[]): Promise<void> {
    await this.#db
      .update(sandboxAccounts)
      .set({ rules: rulesAsJson(rules) })
      .where(eq(sandboxAccounts.id, account.id));
    this.#known.set(account.id, Promise.resolve({ ...account, rules }));
  }

  async all(): Promise<readonly Account[]> {
    return (await this.#db.select().from(sandboxAccounts)).map(accountOf);
  }

  #remember(id: string, opened: Promise<Account>): Promise<Account> {
    this.#known.set(id, opened);
    opened.catch(() => this.#known.delete(id));
    return opened;
  }

  async #open(id: string, key: string): Promise<Account> {
    await this.#db.insert(sandboxAccounts).values({ id, key }).onConflictDoNothing();
    const [row] = await this.#db.select().from(sandboxAccounts).where(eq(sandboxAccounts.id, id));
    if (!row) throw new Error('The account is gone');
    return accountOf(row);
  }
}

function accountOf({ id, key, rules }: typeof sandboxAccounts.$inferSelect): Account {
  return { id, key, rules: rule.array().catch([]).parse(rules) };
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Rules as a row holds them. */
export function rulesAsJson(rules: readonly Rule[]): Json {
  return JSON.parse(JSON.stringify(rules));
}
