import { existsSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { aDatabase, aFolder } from '../../test/harness/index.ts';
import { LOOPBACK, listenersOf } from '../../test/harness/listeners.ts';
import { checkout } from '../../test/harness/started.ts';
import { startSandbox } from '../sandbox/index.ts';
import { readStartSettings } from '../settings/index.ts';
import { Home } from './home.ts';
import { freePort } from './ports.ts';
import { database, type Service } from './services.ts';
import { startTemporal } from './temporal.ts';
import { temporalBinary } from './temporal-binary.ts';

const onLinux = it.runIf(process.platform === 'linux');
let home: Home;
let own: Service;
beforeAll(async () => {
  home = await Home.open(aFolder());
  own = await database(readStartSettings({}, home.dir), home);
});
afterAll(() => own.stop());

it('takes nobody into its own database without the password, which no other installation has', async () => {
  const enter = async (password?: string) => {
    const url = new URL(own.where);
    url.password = password ?? '';
    const sql = postgres(url.href, { max: 1, pass: password ?? '' });
    const answer = await sql`select 1 as one`.then(
      ([row]) => row?.['one'],
      (error: unknown) => (error instanceof postgres.PostgresError ? error.code : String(error)),
    );
    await sql.end();
    return answer;
  };
  const { postgresPassword } = home.facts;
  const other = await Home.open(aFolder());
  expect(Buffer.from(postgresPassword, 'base64url')).toHaveLength(24);
  expect(other.facts.postgresPassword).not.toBe(postgresPassword);
  expect(await enter(postgresPassword)).toBe(1);
  expect(await enter(other.facts.postgresPassword)).toBe('28P01');
  expect(await enter()).not.toBe(1);
});

it('says in one sentence that facts.json is of another database, and leaves no Postgres behind', async () => {
  const place = await Home.open(aFolder());
  const settings = readStartSettings({}, place.dir);
  await (await database(settings, place)).stop();
  await place.remember({ postgresPassword: 'of another database' });
  await expect(database(settings, place)).rejects.toThrow(/does not take the password in facts\.json .*\.$/);
  expect(existsSync(place.path('postgres/postmaster.pid'))).toBe(false);
});

onLinux('has Postgres and Temporal listen for this machine alone', async () => {
  const binary = await temporalBinary(join(checkout, '.wend/bin'), console.log);
  const temporal = await startTemporal({ binary, file: join(aFolder(), 'temporal.db'), port: await freePort() });
  onTestFinished(() => temporal.stop());
  for (const { child } of [own, temporal]) {
    const listeners = await listenersOf(child?.process.pid);
    expect(listeners.length).toBeGreaterThan(0);
    expect(listeners.filter(({ address }) => !LOOPBACK.includes(address))).toEqual([]);
  }
});

onLinux('has the sandbox listen for this machine alone', async () => {
  const sandbox = await startSandbox((await aDatabase()).db);
  onTestFinished(() => sandbox.close());
  const mine = (await listenersOf(process.pid)).filter(({ port }) => port === sandbox.port);
  expect(mine.map(({ address }) => LOOPBACK.includes(address))).toEqual([true]);
});
