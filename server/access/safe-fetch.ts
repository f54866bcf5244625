import { lookup as resolve } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, fetch as undiciFetch } from 'undici';
import { isForbidden } from './forbidden-addresses.ts';

export interface SafeFetchSettings {
  /** Hosts (`name` or `name:port`) that may be asked though they are inside, for those who host themselves. */
  readonly allowed?: readonly string[] | undefined;
  /** From the first byte sent to the last one read. */
  readonly timeoutMs?: number | undefined;
  readonly maxBytes?: number | undefined;
  /** How names become addresses; for tests. */
  readonly lookup?: LookupFunction | undefined;
}

/** An address that a user typed and we do not go to, or an answer that we do not take. Nothing has been sent to it. */
export class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
}

const REDIRECTS = 3;
const TIMEOUT_MS = 15_000;
const MAX_BYTES = 5_000_000;

/**
 * `fetch` for every address that a user can type. It speaks http(s) to ports 80, 443 and 1024 up, to public addresses only, and
 * connects to the very address it has checked; redirects are checked as if typed.
 */
export function makeSafeFetch(settings: SafeFetchSettings = {}): typeof fetch {
  const { timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = settings;
  const allowed = new Set(settings.allowed ?? []);
  const guarded = new Agent({ connect: { lookup: checkedLookup(settings.lookup ?? resolve) }, bodyTimeout: timeoutMs });
  const open = new Agent({ bodyTimeout: timeoutMs });

  return async (input, init = {}) => {
    const request = new Request(input, init);
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]);
    let hop: Hop = {
      url: new URL(request.url),
      method: request.method,
      headers: new Headers(request.headers),
      body: request.body === null ? undefined : Buffer.from(await request.arrayBuffer()),
    };
    for (let redirects = 0; ; redirects++) {
      const dispatcher = isAllowed(hop.url, allowed) ? open : guarded;
      if (dispatcher === guarded) judge(hop.url);
      const answer = asResponse(
        await undiciFetch(hop.url, {
          method: hop.method,
          headers: [...hop.headers],
          ...(hop.body === undefined ? {} : { body: hop.body }),
          redirect: 'manual',
          signal,
          dispatcher,
        }).catch(rethrowCause),
      );
      const location = isRedirect(answer.status) ? answer.headers.get('location') : null;
      if (location === null || request.redirect === 'manual') return capped(answer, maxBytes);
      await answer.body?.cancel();
      if (request.redirect === 'error' || redirects >= REDIRECTS)
        throw new RefusedAddress(`Led on more than ${redirects} times`);
      hop = next(hop, new URL(location, hop.url), answer.status);
    }
  };
}

interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Buffer | undefined;
}

/** Where a redirect leads. Another origin learns no credentials; all but 307 and 308 become a GET (Fetch standard). */
function next(from: Hop, url: URL, status: number): Hop {
  const headers = new Headers(from.headers);
  headers.delete('host');
  // Headers of a webhook carry secrets under any name, so none of them goes to another origin.
  if (url.origin !== from.url.origin) for (const name of [...headers.keys()]) headers.delete(name);
  const keeps = status === 307 || status === 308 || from.method === 'GET' || from.method === 'HEAD';
  if (!keeps) for (const name of ['content-type', 'content-length', 'content-encoding']) headers.delete(name);
  return keeps ? { ...from, url, headers } : { url, method: 'GET', headers, body: undefined };
}

/** `URL` has turned every spelling of an address (0x7f.1, 2130706433, fullwidth digits) into the plain one. */
function judge(url: URL): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new RefusedAddress('Only http and https are spoken');
  if (url.username !== '' || url.password !== '') throw new RefusedAddress('An address holds no password');
  const port = url.port === '' ? undefined : Number(url.port);
  if (port !== undefined && port !== 80 && port !== 443 && port < 1024)
    throw new RefusedAddress(`Port ${port} is not for the web`);
  // Where the host is an address nobody looks it up, so it is judged here.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && isForbidden(host)) throw new RefusedAddress('This address is not on the public internet');
}

/** Answers only what was judged, and the socket connects to what is answered: a name cannot change its mind in between. */
function checkedLookup(lookup: LookupFunction): LookupFunction {
  return (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const addresses = Array.isArray(found) ? found : [{ address: found, family: isIP(found) }];
      const refused = addresses.length === 0 || addresses.some(({ address }) => isForbidden(address));
      if (refused) return callback(new RefusedAddress('This name does not lead to the public internet'), []);
      if (options.all) return callback(null, addresses);
      const [{ address, family } = { address: '', family: 0 }] = addresses;
      callback(null, address, family);
    });
}

function isAllowed(url: URL, allowed: ReadonlySet<string>): boolean {
  const usualPort = { 'http:': '80', 'https:': '443' }[url.protocol];
  if (usualPort === undefined) return false;
  return allowed.has(url.hostname) || allowed.has(`${url.hostname}:${url.port === '' ? usualPort : url.port}`);
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** The answer with an end to what is read of it. */
function capped(answer: Response, maxBytes: number): Response {
  if (answer.body === null) return answer;
  let left = maxBytes;
  const counted = answer.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, out) {
        left -= chunk.byteLength;
        if (left < 0) out.error(new RefusedAddress(`The answer is larger than ${maxBytes} bytes`));
        else out.enqueue(chunk);
      },
    }),
  );
  return new Response(counted, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
}

/** `fetch failed` says nothing; what lies under it does. */
function rethrowCause(error: unknown): never {
  throw error instanceof Error && error.cause instanceof RefusedAddress ? error.cause : error;
}

function asResponse(answer: unknown): Response {
  // The package's Response and Node's are one implementation in two copies.
  return answer as Response;
}
