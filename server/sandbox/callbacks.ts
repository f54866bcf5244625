import { setTimeout as pause } from 'node:timers/promises';
import { type Dispatcher, request } from 'undici';
import type { SandboxFact } from './callback-wire.ts';
import { SIGNATURE_HEADER, signatureOf } from './signature.ts';

export interface OutgoingFact {
  readonly url: string;
  readonly key: string;
  readonly fact: SandboxFact;
  readonly isForged: boolean;
  /** Called when the receiver has it, or is given up. */
  readonly done?: (() => void) | undefined;
}

const TOGETHER = 200;
const LINGER_MS = 20;
const RETRY_MS = [50, 250, 1000, 5000, 30_000];

/** Sends callbacks after the answer. What is due for one receiver within a few milliseconds travels in one request; again until it answers 2xx. */
export class CallbackSender {
  readonly #waiting = new Map<string, OutgoingFact[]>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #closing = new AbortController();
  readonly #dispatcher: Dispatcher;

  constructor(dispatcher: Dispatcher) {
    this.#dispatcher = dispatcher;
  }

  later(outgoing: OutgoingFact, afterMs: number): void {
    this.#after(Math.max(afterMs, 0), () => this.#add(outgoing));
  }

  /** Sends in a request of its own and waits for the receiver. */
  async now(outgoing: OutgoingFact): Promise<void> {
    await this.#deliver([outgoing]);
  }

  close(): void {
    this.#closing.abort();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #add(outgoing: OutgoingFact): void {
    if (outgoing.isForged) return void this.#deliver([outgoing]);
    const line = `${outgoing.key} ${outgoing.url}`;
    const waiting = this.#waiting.get(line) ?? [];
    waiting.push(outgoing);
    if (waiting.length === 1) {
      this.#waiting.set(line, waiting);
      this.#after(LINGER_MS, () => this.#flush(line));
    } else if (waiting.length >= TOGETHER) this.#flush(line);
  }

  #flush(line: string): void {
    const waiting = this.#waiting.get(line);
    this.#waiting.delete(line);
    if (waiting) void this.#deliver(waiting);
  }

  async #deliver(set: readonly OutgoingFact[]): Promise<void> {
    const [first] = set;
    if (!first) return;
    const body = JSON.stringify({ events: set.map(({ fact }) => fact) });
    const signature = signatureOf(first.isForged ? `not ${first.key}` : first.key, body);
    for (const waitMs of [...RETRY_MS, undefined]) {
      if (await this.#post(first.url, body, signature)) break;
      // A forged one is refused for good reason.
      if (waitMs === undefined || first.isForged || this.#closing.signal.aborted) break;
      await pause(waitMs, undefined, { signal: this.#closing.signal }).catch(() => {});
    }
    if (!this.#closing.signal.aborted) for (const { done } of set) done?.();
  }

  async #post(url: string, body: string, signature: string): Promise<boolean> {
    try {
      const response = await request(url, {
        method: 'POST',
        body,
        dispatcher: this.#dispatcher,
        signal: this.#closing.signal,
        headersTimeout: 10_000,
        headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: signature },
      });
      await response.body.dump();
      return response.statusCode < 300;
    } catch {
      return false;
    }
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }
}
