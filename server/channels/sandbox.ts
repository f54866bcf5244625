import type { Channel } from '@wend/engine';
import { brandId, type MessageId } from '@wend/engine';
import { z } from 'zod';
import { type SandboxFact, sandboxCallback } from '../sandbox/callback-wire.ts';
import { isSigned, SIGNATURE_HEADER } from '../sandbox/signature.ts';
import type { CallbackFact, ProviderAccount, ProviderAdapter, ProviderOutcome } from './contract.ts';
import { httpOutcome } from './http-outcome.ts';
import { parseJson } from './parse-json.ts';
import type { Transport } from './transport.ts';

type Honesty = ProviderAdapter['honesty'];

const config = z.object({ url: z.url(), account: z.string().min(1), key: z.string().min(8) });
const taken = z.object({ id: z.string().min(1) });
const refusal = z.object({
  error: z.object({
    scope: z.enum(['address', 'message', 'sender', 'account']).optional(),
    why: z.string().optional(),
  }),
});
const found = z.object({ messages: z.array(z.object({ id: z.string() })) });
const kinds = z.enum(['delivered', 'bounced', 'opened', 'clicked', 'replied', 'unsubscribed', 'complained', 'failed']);

/** Speaks to the sandbox provider, for one channel and one kind of honesty. */
export function sandboxAdapter(
  transport: Transport,
  channel: Channel,
  honesty: Honesty,
  timeoutMs = 10_000,
): ProviderAdapter {
  const adapter: ProviderAdapter = {
    adapter: sandboxAdapterName(channel, honesty),
    channel,
    honesty,
    timeoutMs,
    lookUpDelayMs: 2_000,
    async send(account, { messageId, to, sender, payload, callbackUrl, traceParent, isTooLate }, signal) {
      const { url, headers } = doorOf(account, honesty);
      const reply = await transport.call({
        method: 'POST',
        url: new URL(`${url}/${channel}/messages`),
        headers: {
          ...{ ...headers, 'idempotency-key': messageId },
          ...(traceParent === undefined ? {} : { traceparent: traceParent }),
        },
        signal: within(signal, timeoutMs),
        isTooLate,
        body: JSON.stringify({ reference: messageId, to, from: sender ?? '', callbackUrl, payload }),
      });
      return httpOutcome(reply, { isIdempotent: honesty === 'idempotent', refIn, rejectionIn });
    },
    verifyCallback: (account, { headers, body }) =>
      isSigned(config.parse(account.config).key, body, headers[SIGNATURE_HEADER]),
    parseCallback: (_, { body }) => sandboxCallback.parse(parseJson(body)).events.flatMap(factOf),
  };
  if (honesty === 'opaque') return adapter;
  return {
    ...adapter,
    lookUp: (account, messageId, signal) =>
      lookUp(transport, account, { honesty, messageId, signal: within(signal, timeoutMs) }),
  };
}

/** The idempotent one is the default and has the short name. */
export function sandboxAdapterName(channel: Channel, honesty: Honesty): string {
  return honesty === 'idempotent' ? `sandbox-${channel}` : `sandbox-${channel}-${honesty}`;
}

export function honestyOf(adapterName: string): Honesty {
  return (['traceable', 'opaque'] as const).find((honesty) => adapterName.endsWith(`-${honesty}`)) ?? 'idempotent';
}

async function lookUp(
  transport: Transport,
  account: ProviderAccount,
  { honesty, messageId, signal }: { honesty: Honesty; messageId: MessageId; signal: AbortSignal },
): Promise<ProviderOutcome | { readonly kind: 'absent' }> {
  const { url, headers } = doorOf(account, honesty);
  const reply = await transport.call({
    method: 'GET',
    url: new URL(`${url}/messages?reference=${encodeURIComponent(messageId)}`),
    headers,
    signal,
  });
  if (reply.kind !== 'answered' || reply.status !== 200)
    return { kind: 'unknown', why: reply.kind === 'answered' ? `The look-up answered ${reply.status}` : reply.why };
  const answer = found.safeParse(parseJson(reply.body));
  if (!answer.success) return { kind: 'unknown', why: 'The look-up made no sense' };
  const [first] = answer.data.messages;
  return first ? { kind: 'accepted', ref: first.id } : { kind: 'absent' };
}

function doorOf(
  account: ProviderAccount,
  honesty: Honesty,
): { readonly url: string; readonly headers: Record<string, string> } {
  const { url, account: id, key } = config.parse(account.config);
  return {
    url: `${url.replace(/\/$/, '')}/${honesty}/${encodeURIComponent(id)}`,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  };
}

function within(signal: AbortSignal, timeoutMs: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
}

function refIn(body: string): string | undefined {
  return taken.safeParse(parseJson(body)).data?.id;
}

function rejectionIn(status: number, body: string): Extract<ProviderOutcome, { kind: 'rejected' }> {
  const error = refusal.safeParse(parseJson(body)).data?.error;
  const scope = error?.scope ?? (status === 401 || status === 403 ? 'account' : 'message');
  return { kind: 'rejected', scope, why: error?.why ?? `Answered ${status}` };
}

/** Kinds that are not known are passed over: providers invent new ones. */
function factOf({ id, kind, reference, ref, at, from, text }: SandboxFact): CallbackFact[] {
  const known = kinds.safeParse(kind);
  return known.success
    ? [{ messageId: brandId<MessageId>(reference), ref, kind: known.data, dedupe: id, at: Date.parse(at), from, text }]
    : [];
}
