import { createHmac, timingSafeEqual } from 'node:crypto';
import { brandId } from '@wend/engine';

/** Sixteen bytes of HMAC-SHA-256: 128 bits, which nobody guesses. */
const MAC_BYTES = 16;

/** An id that we vouch for, as it stands in an address: whoever has it was given it by us. It says nothing of the person. */
export function signId(key: Buffer, id: string): string {
  return `${id.replaceAll('-', '')}.${macOf(key, id).toString('base64url')}`;
}

/** The id in a token of `signId`; undefined where the token is another's, changed or cut. Each purpose has a key of its own. */
export function readSignedId<Id extends string>(key: Buffer, token: string): Id | undefined {
  const match = /^([0-9a-f]{32})\.([\w-]{22})$/.exec(token);
  if (!match?.[1] || !match[2]) return undefined;
  const id = brandId<Id>(match[1].replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
  const given = Buffer.from(match[2], 'base64url');
  const mac = macOf(key, id);
  return given.length === mac.length && timingSafeEqual(given, mac) ? id : undefined;
}

function macOf(key: Buffer, id: string): Buffer {
  return createHmac('sha256', key).update(id).digest().subarray(0, MAC_BYTES);
}
