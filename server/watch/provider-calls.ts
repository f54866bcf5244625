import type { ProviderAdapter, ProviderAdapters, ProviderOutcome } from '../channels/contract.ts';

/** So many calls in a row without an answer: no hiccup any more. */
const SILENT_AFTER = 8;

export interface ProviderCall {
  readonly channel: string;
  readonly outcome: ProviderOutcome['kind'];
  readonly tookMs: number;
}

/** Looks on at the calls to providers, and changes nothing about them. */
export class ProviderCalls {
  /** By account: calls without an answer since the last one that had one. */
  readonly #unanswered = new Map<string, number>();
  readonly #monotonicMs: () => number;
  readonly #onCall: (call: ProviderCall) => void;

  constructor(monotonicMs: () => number, onCall: (call: ProviderCall) => void = () => {}) {
    this.#monotonicMs = monotonicMs;
    this.#onCall = onCall;
  }

  /** Accounts whose last calls all went unanswered. */
  get silent(): readonly string[] {
    return [...this.#unanswered].filter(([, times]) => times >= SILENT_AFTER).map(([account]) => account);
  }

  watching(adapters: ProviderAdapters): ProviderAdapters {
    return new Map([...adapters].map(([name, adapter]) => [name, this.#watching(adapter)]));
  }

  #watching(adapter: ProviderAdapter): ProviderAdapter {
    const { channel, honesty, timeoutMs, lookUpDelayMs } = adapter;
    return {
      ...{ adapter: adapter.adapter, channel, honesty, timeoutMs, lookUpDelayMs },
      send: async (account, ...asked) => {
        const begunMs = this.#monotonicMs();
        let outcome: ProviderOutcome['kind'] = 'unknown';
        try {
          const answer = await adapter.send(account, ...asked);
          outcome = answer.kind;
          return answer;
        } finally {
          this.#note(account.id, { channel, outcome, tookMs: this.#monotonicMs() - begunMs });
        }
      },
      ...(adapter.lookUp ? { lookUp: adapter.lookUp.bind(adapter) } : {}),
      verifyCallback: adapter.verifyCallback.bind(adapter),
      parseCallback: adapter.parseCallback.bind(adapter),
    };
  }

  #note(account: string, call: ProviderCall): void {
    const isAnswered = call.outcome === 'accepted' || call.outcome === 'rejected';
    this.#unanswered.set(account, isAnswered ? 0 : (this.#unanswered.get(account) ?? 0) + 1);
    this.#onCall(call);
  }
}
