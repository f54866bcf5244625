import type { Channel, JsonObject, MessageId } from '@wend/engine';

/** What a provider answered, as data: the engine's rules and the ledger decide on it. */
export type ProviderOutcome =
  | { readonly kind: 'accepted'; readonly ref: string }
  | { readonly kind: 'rejected'; readonly scope: 'address' | 'message' | 'sender' | 'account'; readonly why: string }
  /** Refused before it was taken: may be tried again after `afterMs`. */
  | { readonly kind: 'retry'; readonly afterMs: number; readonly why: string }
  /** The provider may have it. Never repeated blindly. */
  | { readonly kind: 'unknown'; readonly why: string };

export interface SendRequest {
  /** Ours; comes back on every callback. Also the idempotency key: it never changes between tries. */
  readonly messageId: MessageId;
  readonly to: string;
  readonly sender?: string | undefined;
  /** As rendered: `body` for SMS; `subject`, `html`, `text`, headers for e-mail; `title`, `body`, `url` for push. */
  readonly payload: JsonObject;
  readonly callbackUrl: string;
  /** For the header of W3C Trace Context, where traces are gathered. */
  readonly traceParent?: string | undefined;
  /** To be asked in the breath in which the request is written, which then is not: others may have taken over while this process stood still. */
  readonly isTooLate?: (() => boolean) | undefined;
}

/** What a callback says about one of our messages. `bounced`: its address is not there; `failed`: this message did not arrive. */
export interface CallbackFact {
  readonly messageId?: MessageId | undefined;
  readonly ref?: string | undefined;
  readonly kind: 'delivered' | 'bounced' | 'opened' | 'clicked' | 'replied' | 'unsubscribed' | 'complained' | 'failed';
  /** Repeats of one callback carry one value. */
  readonly dedupe: string;
  readonly at: number;
  /** Of a reply: who wrote and what. */
  readonly from?: string | undefined;
  readonly text?: string | undefined;
  readonly detail?: JsonObject | undefined;
}

export interface RawCallback {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An account with its opened secrets. */
export interface ProviderAccount {
  readonly id: string;
  readonly config: JsonObject;
}

/**
 * One provider, both directions. `honesty` says what can be done with a call whose answer was lost:
 * idempotent: send again with the same id; traceable: look it up; opaque: nothing, it stays unknown.
 */
export interface ProviderAdapter {
  readonly adapter: string;
  readonly channel: Channel;
  readonly honesty: 'idempotent' | 'traceable' | 'opaque';
  readonly timeoutMs: number;
  /** A look-up that finds nothing is conclusive only this long after the call. */
  readonly lookUpDelayMs: number;
  send(account: ProviderAccount, request: SendRequest, signal: AbortSignal): Promise<ProviderOutcome>;
  lookUp?(
    account: ProviderAccount,
    messageId: MessageId,
    signal: AbortSignal,
  ): Promise<ProviderOutcome | { readonly kind: 'absent' }>;
  verifyCallback(account: ProviderAccount, callback: RawCallback): boolean;
  parseCallback(account: ProviderAccount, callback: RawCallback): readonly CallbackFact[];
}

export type ProviderAdapters = ReadonlyMap<string, ProviderAdapter>;
