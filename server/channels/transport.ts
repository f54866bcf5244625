import { PunctualPool, TooLate } from './punctual-pool.ts';

export interface TransportRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Ends the call wherever it stands. */
  readonly signal: AbortSignal;
  /** Asked in the breath in which it is written: then it is not, also where this process stood still meanwhile. */
  readonly isTooLate?: (() => boolean) | undefined;
}

/** What became of a call. `not-sent`: nothing reached the other side; `lost`: it may have, and no whole answer came back. */
export type Reply =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'not-sent'; readonly why: string }
  | { readonly kind: 'lost'; readonly why: string };

export interface TransportSettings {
  /** Connections held to one origin. */
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** A longer answer is cut off: no provider needs it. */
  readonly longestBody: number;
}
const defaults: TransportSettings = { connections: 64, connectTimeoutMs: 3_000, longestBody: 256 * 1024 };

// Failures before the first byte of a request: no name, no connection (Node's and undici's codes).
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
]);

/** Kept connections to the providers, a pool an origin. */
export class Transport {
  readonly #lines = new Map<string, Line>();
  readonly #settings: TransportSettings;

  constructor(settings: Partial<TransportSettings> = {}) {
    this.#settings = { ...defaults, ...settings };
  }

  /** Calls once, never again. Never throws. */
  async call(request: TransportRequest): Promise<Reply> {
    const line = this.#lineTo(request.url.origin);
    const waited = await line.slot(request.signal);
    if (!waited) return { kind: 'not-sent', why: 'No connection was free in time' };
    try {
      return await this.#call(line.pool, request);
    } finally {
      line.free();
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lines.values()].map(({ pool }) => pool.destroy()));
    this.#lines.clear();
  }

  async #call(pool: PunctualPool, { method, url, headers, body, signal, isTooLate }: TransportRequest): Promise<Reply> {
    try {
      // The signal bounds the whole call, so undici's own two time-outs are off.
      const response = await pool.request({
        method,
        path: `${url.pathname}${url.search}`,
        headers,
        body: body ?? null,
        signal,
        opaque: isTooLate && { isTooLate },
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      const text = await readUpTo(response.body, this.#settings.longestBody);
      return { kind: 'answered', status: response.statusCode, headers: flat(response.headers), body: text };
    } catch (error) {
      return failureOf(error);
    }
  }

  #lineTo(origin: string): Line {
    const known = this.#lines.get(origin);
    if (known) return known;
    const { connections, connectTimeoutMs } = this.#settings;
    const line = new Line(
      new PunctualPool(origin, { connections, pipelining: 1, connect: { timeout: connectTimeoutMs } }),
      connections,
    );
    this.#lines.set(origin, line);
    return line;
  }
}

/** As many calls as connections: what has to wait waits here, where it is known that nothing was sent. */
class Line {
  readonly pool: PunctualPool;
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(pool: PunctualPool, connections: number) {
    this.pool = pool;
    this.#free = connections;
  }

  /** False where the signal came first. */
  async slot(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    return new Promise((resolve) => {
      const take = (): void => {
        signal.removeEventListener('abort', give);
        resolve(true);
      };
      const give = (): void => {
        this.#waiting.delete(take);
        resolve(false);
      };
      this.#waiting.add(take);
      signal.addEventListener('abort', give, { once: true });
    });
  }

  free(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#free += 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}

/** What an error of the network means for the call that met it. */
export function failureOf(error: unknown): Extract<Reply, { readonly why: string }> {
  return { kind: isBeforeSending(error) ? 'not-sent' : 'lost', why: sentenceOf(error) };
}

/** The same codes come of a connection that broke while an answer was waited for; what was tried then is no connect and no look for a name. */
function isBeforeSending(error: unknown): boolean {
  if (error instanceof TooLate) return true;
  if (error instanceof AggregateError) return error.errors.some(isBeforeSending);
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return false;
  const tried = 'syscall' in error ? error.syscall : undefined;
  return beforeSending.has(error.code) && (tried === undefined || tried === 'connect' || tried === 'getaddrinfo');
}

function sentenceOf(error: unknown): string {
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError'))
    return 'No answer in time';
  return error instanceof Error && error.message !== '' ? error.message : 'The connection failed';
}

async function readUpTo(body: AsyncIterable<Buffer>, most: number): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body) {
    length += part.length;
    if (length > most) break;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}
