import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { isJsonObject, type JsonObject } from '@wend/engine';
import { IntakeProblem } from './problem.ts';

export const BODY_BYTES = 500 * 1024;
/** Compressed or not, a batch is a batch. */
const INFLATED_BYTES = BODY_BYTES;

const inflaters = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const;

/** The JSON object of a request, whatever its content-type says (SDKs and beacons say anything). */
export async function readBody(request: Request): Promise<JsonObject> {
  const raw = await readCapped(request);
  const body = parsed(decoded(await inflated(raw, request.headers.get('content-encoding'))));
  if (!isJsonObject(body)) throw new IntakeProblem(400, 'not-an-object', 'The body is a JSON object');
  return body;
}

async function readCapped(request: Request): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of whatComes(request)) {
    size += chunk.byteLength;
    if (size > BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Who hangs up in the middle has sent a bad request; nothing is broken here. */
async function* whatComes(request: Request): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of request.body ?? []) yield chunk;
  } catch {
    throw new IntakeProblem(400, 'torn', 'The body ended before all of it had come');
  }
}

async function inflated(raw: Buffer, encoding: string | null): Promise<Buffer> {
  const name = (encoding ?? 'identity').trim().toLowerCase();
  if (name === 'identity' || name === '') return raw;
  if (!isKnown(name)) throw new IntakeProblem(400, 'encoding', 'The content-encoding is gzip, deflate, br or none');
  try {
    return await inflaters[name](raw, { maxOutputLength: INFLATED_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge();
    throw new IntakeProblem(400, 'encoding', `The body is not ${name}`);
  }
}

function isKnown(name: string): name is keyof typeof inflaters {
  return Object.hasOwn(inflaters, name);
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new IntakeProblem(400, 'not-utf8', 'The body is not UTF-8');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new IntakeProblem(400, 'not-json', 'The body is not JSON');
  }
}

function tooLarge(): IntakeProblem {
  return new IntakeProblem(413, 'too-large', 'A request is at most 500 KB, inflated');
}
