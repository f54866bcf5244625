import { hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a key may be used for; each purpose has a key of its own, so that no token of one passes as another's. */
export type KeyPurpose = 'session' | 'secrets' | 'unsubscribe' | 'suppressions' | 'callbacks' | 'calls';

/** The installation's one secret; everything else is derived from it (HKDF, RFC 5869). */
export class Keys {
  readonly #master: Buffer;

  constructor(master: Buffer) {
    this.#master = master;
  }

  /** 32 bytes. */
  of(purpose: KeyPurpose): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#master, '', `wend/${purpose}/1`, 32));
  }
}

/** Reads the master key of an installation, or makes it at the first start; nobody but its user can read the file. */
export function openKeys(home: string): Keys {
  const file = join(home, 'master.key');
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const master = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (master.length !== 32) throw new Error(`${file} does not hold a key of 32 bytes`);
  return new Keys(master);
}
