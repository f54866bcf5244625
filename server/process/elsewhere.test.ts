import { createServer } from 'node:net';
import { expect, inject, it, onTestFinished } from 'vitest';
import { checkDatabase, checkTemporal } from './elsewhere.ts';
import { freePort } from './ports.ts';

it('says in one sentence that the operator’s database does not let us in, without the password', async () => {
  const nobody = `postgres://wend:secret@127.0.0.1:${await freePort()}/shop`;
  const refused = await checkDatabase(nobody).catch((error: Error) => error.message);
  expect(refused).toMatch(/^The PostgreSQL of WEND_DATABASE_URL \(127\.0\.0\.1:\d+\/shop\) cannot be used: .*\.$/);
  expect(refused).not.toContain('secret');
  const url = new URL(inject('postgresUrl'));
  await checkDatabase(url.href);
  url.pathname = 'nothing_of_that_name';
  await expect(checkDatabase(url.href)).rejects.toThrow(/"nothing_of_that_name" does not exist\.$/);
});

it('says in one sentence that nobody answers where the operator’s Temporal should be', async () => {
  const port = await freePort();
  await expect(checkTemporal(`127.0.0.1:${port}`)).rejects.toThrow(
    /^The Temporal of TEMPORAL_ADDRESS \(127\.0\.0\.1:\d+\) cannot be reached: .*\.$/,
  );
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  await checkTemporal(`127.0.0.1:${port}`);
});
