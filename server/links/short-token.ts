import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Eight random base62 characters: 47 bits, drawn without bias. */
export function shortToken(): string {
  let token = '';
  while (token.length < 8)
    for (const byte of randomBytes(16)) if (byte < 248 && token.length < 8) token += ALPHABET[byte % 62];
  return token;
}
