import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Dispatcher, Pool } from 'undici';
import type {
  ProviderAdapter,
  ProviderAdapters,
  ProviderOutcome,
  SendRequest,
} from '../../../server/channels/contract.ts';
import { listening } from '../../harness/listening.ts';

export type Honesty = ProviderAdapter['honesty'];
/** How the provider treats the next sends: takes them, refuses, asks to come again, or takes them and never answers. */
export type Manner = 'accept' | 'reject' | 'retry' | 'swallow' | 'hang';

export interface Received {
  readonly id: string;
  readonly to: string;
  readonly payload: Record<string, unknown>;
}

/** A provider like a real one: another server, over HTTP, that remembers what it took. */
export interface LocalProvider {
  readonly url: string;
  readonly adapters: ProviderAdapters;
  /** Every message that a person would have got, repeats included. */
  readonly delivered: readonly Received[];
  /** Every request to send, in order. */
  readonly requests: readonly Received[];
  manner: Manner;
  /** Called when a send has come in, before it is answered. */
  onSend: (() => void | Promise<void>) | undefined;
  close(): Promise<void>;
}

export async function aProvider({
  honesty = 'idempotent',
  timeoutMs = 1_000,
}: {
  readonly honesty?: Honesty;
  readonly timeoutMs?: number;
} = {}): Promise<LocalProvider> {
  const delivered: Received[] = [];
  const requests: Received[] = [];
  const server = createServer((request, response) => void answer(request, response));
  const url = `http://${await listening(server)}`;
  const pool = new Pool(url, { connections: 64 });
  const provider: LocalProvider = {
    url,
    delivered,
    requests,
    manner: 'accept',
    onSend: undefined,
    adapters: new Map(
      ['sms', 'email'].map((channel) => [`local-${channel}`, anAdapter(pool, channel, honesty, timeoutMs)]),
    ),
    close: async () => {
      await pool.destroy();
      server.closeAllConnections();
      server.close();
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET')
      return reply(response, delivered.some(({ id }) => id === request.url?.slice(1)) ? 200 : 404);
    const sent: Received = JSON.parse(await bodyOf(request));
    requests.push(sent);
    await provider.onSend?.();
    const isKnown = honesty === 'idempotent' && delivered.some(({ id }) => id === sent.id);
    if (!isKnown && (provider.manner === 'accept' || provider.manner === 'swallow')) delivered.push(sent);
    if (provider.manner === 'hang') return;
    if (provider.manner === 'swallow') return void response.destroy();
    reply(response, { accept: 200, reject: 422, retry: 429 }[provider.manner]);
  }
  return provider;
}

export function anAdapter(pool: Dispatcher, channel: string, honesty: Honesty, timeoutMs: number): ProviderAdapter {
  return {
    adapter: `local-${channel}`,
    channel,
    honesty,
    timeoutMs,
    lookUpDelayMs: 2_000,
    send: async (_, request, signal) => {
      try {
        const { statusCode, body } = await pool.request({
          path: '/',
          method: 'POST',
          body: JSON.stringify({ id: request.messageId, to: request.to, payload: request.payload }),
          signal,
        });
        await body.dump();
        return outcomeOf(statusCode, request);
      } catch (error) {
        return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
      }
    },
    ...(honesty === 'traceable'
      ? {
          lookUp: async (_: unknown, messageId: string, signal: AbortSignal) => {
            const { statusCode, body } = await pool.request({ path: `/${messageId}`, method: 'GET', signal });
            await body.dump();
            return statusCode === 200 ? ({ kind: 'accepted', ref: messageId } as const) : ({ kind: 'absent' } as const);
          },
        }
      : {}),
    verifyCallback: () => true,
    parseCallback: () => [],
  };
}

function outcomeOf(status: number, request: SendRequest): ProviderOutcome {
  if (status === 200) return { kind: 'accepted', ref: `ref-${request.messageId}` };
  if (status === 429) return { kind: 'retry', afterMs: 5_000, why: 'Too many' };
  return { kind: 'rejected', scope: 'message', why: 'Refused' };
}

function reply(response: ServerResponse, status: number): void {
  response.writeHead(status).end();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}
