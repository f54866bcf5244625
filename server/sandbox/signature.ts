import { createHmac, timingSafeEqual } from 'node:crypto';

export const SIGNATURE_HEADER = 'x-sandbox-signature';

/** Over the raw bytes of the body. */
export function signatureOf(key: string, body: string): string {
  return `v1=${createHmac('sha256', key).update(body).digest('hex')}`;
}

export function isSigned(key: string, body: string, signature: string | undefined): boolean {
  const [expected, given] = [Buffer.from(signatureOf(key, body)), Buffer.from(signature ?? '')];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
