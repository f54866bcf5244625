import { Transport } from '../../../server/channels/index.ts';
import type { BenchEvent } from './people.ts';

const TIMEOUT_MS = 60_000;

/** The public intake as a shop's server uses it: batches over kept connections. */
export class Door {
  readonly #transport: Transport;
  readonly #url: URL;
  readonly #authorization: string;

  constructor(origin: string, writeKey: string, connections = 16) {
    this.#transport = new Transport({ connections });
    this.#url = new URL('/v1/batch', origin);
    this.#authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
  }

  post(events: readonly BenchEvent[]): Promise<void> {
    return this.postBody(bodyOf(events));
  }

  /** Resolves at the 200: the events are durable. */
  async postBody(body: string): Promise<void> {
    const reply = await this.#transport.call({
      method: 'POST',
      url: this.#url,
      headers: { authorization: this.#authorization, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (reply.kind !== 'answered') throw new Error(`The intake did not answer: ${reply.why}`);
    if (reply.status !== 200 || reply.body.includes('"reason"'))
      throw new Error(`The intake answered ${reply.status}: ${reply.body.slice(0, 500)}`);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }
}

export function bodyOf(events: readonly BenchEvent[]): string {
  return JSON.stringify({ batch: events });
}
