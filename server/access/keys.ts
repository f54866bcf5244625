import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
  makeOnce(file, randomBytes(32).toString('base64url'));
  // One that was copied here may have come with other rights.
  if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  const master = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (master.length !== 32) throw new Error(`${file} does not hold a key of 32 bytes`);
  return new Keys(master);
}

/** The file is there as a whole or not at all: roles start side by side, and none of them may read what another is about to write. */
function makeOnce(file: string, content: string): void {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, content, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    rmSync(draft);
  }
}
