import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aFolder } from '../../test/harness/index.ts';
import { freePort } from './ports.ts';
import { startTemporal } from './temporal.ts';

/** Stands where Temporal would, and meets a taken port of its own choice so many times before it listens on ours. */
async function aTemporalThatMeetsTakenPorts(times: number) {
  const dir = aFolder();
  const [binary, starts] = [join(dir, 'temporal.mjs'), join(dir, 'starts')];
  await writeFile(
    binary,
    `#!${process.execPath}
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
appendFileSync(${JSON.stringify(starts)}, '.');
if (readFileSync(${JSON.stringify(starts)}, 'utf8').length <= ${times}) {
  console.error("Error: can't set HTTP port 43210: listen tcp 127.0.0.1:43210: bind: address already in use");
  process.exit(1);
}
createServer((socket) => socket.end()).listen(process.argv[process.argv.indexOf('--port') + 1], '127.0.0.1');
`,
  );
  await chmod(binary, 0o700);
  return { binary, file: join(dir, 'temporal.db'), starts: async () => (await readFile(starts, 'utf8')).length };
}

it('starts Temporal again when another program was faster at a port of its own choice', async () => {
  const { binary, file, starts } = await aTemporalThatMeetsTakenPorts(2);
  const temporal = await startTemporal({ binary, file, port: await freePort() });
  await temporal.stop();
  expect(await starts()).toBe(3);
});

it('says what stops Temporal when it meets taken ports again and again', async () => {
  const { binary, file, starts } = await aTemporalThatMeetsTakenPorts(99);
  await expect(startTemporal({ binary, file, port: await freePort() })).rejects.toThrow('address already in use');
  expect(await starts()).toBe(5);
});
