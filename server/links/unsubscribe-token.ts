import { createHmac, timingSafeEqual } from 'node:crypto';
import { brandId, type MessageId } from '@wend/engine';

/** Ten bytes of HMAC-SHA-256 are 80 bits: more than anybody tries at a rate-limited address. */
const MAC_BYTES = 10;

/** The token of a message's unsubscribe link: its id, vouched for. It says nothing of the person. */
export function unsubscribeToken(key: Buffer, messageId: MessageId): string {
  return `${messageId.replaceAll('-', '')}.${macOf(key, messageId).toString('base64url')}`;
}

export function readUnsubscribeToken(key: Buffer, token: string): MessageId | undefined {
  const match = /^([0-9a-f]{32})\.([\w-]{14})$/.exec(token);
  if (!match?.[1] || !match[2]) return undefined;
  const messageId = brandId<MessageId>(match[1].replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
  const given = Buffer.from(match[2], 'base64url');
  const mac = macOf(key, messageId);
  return given.length === mac.length && timingSafeEqual(given, mac) ? messageId : undefined;
}

function macOf(key: Buffer, messageId: MessageId): Buffer {
  return createHmac('sha256', key).update(messageId).digest().subarray(0, MAC_BYTES);
}
