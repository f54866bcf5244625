import { EventEmitter } from 'node:events';
import { and, eq, gt, or } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Dispatcher } from 'undici';
import { databaseClock } from '../clock/index.ts';
import { type Database, GroupCommit } from '../database/index.ts';
import { type SandboxMessage, type SandboxState, sandboxMessages } from '../tables/index.ts';
import { type Account, Accounts } from './accounts.ts';
import { CallbackSender, type OutgoingFact } from './callbacks.ts';
import { LONGEST_AFTER_MS, type Rule, ruleFor, type ScriptedFact } from './script.ts';
import { type Copy, type NewCopy, type StateChange, storeCopies, storeStates } from './store.ts';

/** What the sandbox provider does behind its routes: takes copies, keeps them, calls back. */
export class Provider {
  readonly db: Database;
  readonly accounts: Accounts;
  /** `message` with the account's id, when something new lies in an inbox. */
  readonly news = new EventEmitter().setMaxListeners(0);
  readonly #callbacks: CallbackSender;
  readonly #copies: GroupCommit<NewCopy, Copy>;
  readonly #states: GroupCommit<StateChange, true>;
  /** How often each of the latest messages was called for. */
  readonly #calls = new LRUCache<string, number>({ max: 50_000 });

  constructor(db: Database, dispatcher: Dispatcher) {
    this.db = db;
    this.accounts = new Accounts(db);
    this.#callbacks = new CallbackSender(dispatcher);
    this.#copies = new GroupCommit((copies) => storeCopies(db, copies));
    this.#states = new GroupCommit(async (changes) => {
      await storeStates(db, changes);
      return changes.map(() => true as const);
    });
  }

  /** The rule for this call; calls about one message are counted where a rule asks for it. */
  ruleFor(
    account: Account,
    { channel, recipient, reference }: Pick<NewCopy, 'channel' | 'recipient' | 'reference'>,
  ): Rule {
    if (account.rules.every(({ times }) => times === undefined))
      return ruleFor(account.rules, { channel, to: recipient, before: 0 });
    const key = `${account.id} ${reference}`;
    const before = this.#calls.get(key) ?? 0;
    this.#calls.set(key, before + 1);
    return ruleFor(account.rules, { channel, to: recipient, before });
  }

  /** Durable when it answers. */
  async take(copy: NewCopy): Promise<Copy> {
    const taken = await this.#copies.add(copy);
    if (taken.isNew) this.news.emit('message', copy.account);
    return taken;
  }

  /** What comes back about a copy. Before the answer where the script wants it so. */
  async callBack(account: Account, copy: NewCopy, taken: Copy, { callbacks, callbacksFirst }: Rule): Promise<void> {
    if (!taken.isNew) return;
    for (const [place, scripted] of callbacks.entries()) {
      for (let n = 0; n < scripted.copies; n++) {
        const outgoing = this.#outgoing(account, copy, taken, scripted, place);
        if (callbacksFirst) await this.#callbacks.now(outgoing);
        else this.#callbacks.later(outgoing, scripted.afterMs);
      }
    }
  }

  /** A person answers on the phone. */
  async reply(account: Account, message: SandboxMessage, text: string): Promise<Copy> {
    const { channel, recipient, sender, reference, callbackUrl, honesty } = message;
    const taken = await this.take({
      account: account.id,
      honesty,
      direction: 'in',
      channel,
      reference,
      recipient,
      sender,
      payload: { body: text },
      callbackUrl,
    });
    const fact = {
      id: taken.id,
      kind: 'replied',
      reference,
      ref: message.id,
      at: new Date(taken.at).toISOString(),
      from: recipient,
      text,
    };
    this.#callbacks.later({ url: callbackUrl, key: account.key, fact, isForged: false }, 0);
    return taken;
  }

  /** Calls back what an earlier process took but did not call back. What is told twice is one fact: it keeps its id. */
  async resume(): Promise<void> {
    const now = await databaseClock.now(this.db);
    for (const account of await this.accounts.all()) {
      const recent = and(eq(sandboxMessages.state, 'delivered'), gt(sandboxMessages.at, now - LONGEST_AFTER_MS));
      const open = await this.db
        .select()
        .from(sandboxMessages)
        .where(and(eq(sandboxMessages.account, account.id), or(eq(sandboxMessages.state, 'accepted'), recent)));
      for (const message of open) this.#resumeOne(account, message, now - message.at);
    }
  }

  #resumeOne(account: Account, message: SandboxMessage, ageMs: number): void {
    const { id, at, channel, recipient, state } = message;
    const { callbacks } = ruleFor(account.rules, { channel, to: recipient, before: 0 });
    for (const [place, scripted] of callbacks.entries())
      if (stateAfter(scripted.kind) !== state)
        this.#callbacks.later(
          this.#outgoing(account, message, { id, at, isNew: true }, scripted, place),
          scripted.afterMs - ageMs,
        );
  }

  close(): void {
    this.#callbacks.close();
  }

  #outgoing(
    account: Account,
    { reference, recipient, callbackUrl }: NewCopy,
    { id, at }: Copy,
    { kind, afterMs, isForged, text }: ScriptedFact,
    place: number,
  ): OutgoingFact {
    const fact = {
      id: `${id}:${kind}:${place}`,
      kind,
      reference,
      ref: id,
      at: new Date(at + afterMs).toISOString(),
      ...(kind === 'replied' ? { from: recipient, text: text ?? '' } : {}),
    };
    const state = stateAfter(kind);
    return { url: callbackUrl, key: account.key, fact, isForged, done: state && (() => this.#become(id, state)) };
  }

  #become(id: string, state: SandboxState): void {
    // Only what the inbox shows: a lost update costs a repeated callback after a restart.
    this.#states.add({ id, state }).catch(() => {});
  }
}

function stateAfter(kind: ScriptedFact['kind']): SandboxState | undefined {
  if (kind === 'delivered' || kind === 'clicked') return kind;
  return kind === 'failed' || kind === 'bounced' ? 'failed' : undefined;
}
