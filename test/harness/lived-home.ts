import { join } from 'node:path';
import { and, eq } from 'drizzle-orm';
import { type Connection, connect } from '../../server/database/index.ts';
import { Home } from '../../server/process/home.ts';
import { freePort } from '../../server/process/ports.ts';
import { temporalBinary } from '../../server/process/temporal-binary.ts';
import { messages } from '../../server/tables/index.ts';
import { cleanEnvironment } from './fresh-clone.ts';
import { checkout, pathWithTemporal, start } from './started.ts';
import { until } from './until.ts';

/** The surroundings of a Wend with this home folder, which needs no Temporal of its own there. */
export async function surroundings(dir: string, home: string): Promise<NodeJS.ProcessEnv> {
  const path = await pathWithTemporal(join(dir, 'bin'), await temporalBinary(join(checkout, '.wend/bin'), () => {}));
  return { ...cleanEnvironment(), PATH: path, WEND_HOME: home, WEND_PORT: String(await freePort()) };
}

/** A home in which a Wend has run until the sample shop had sent its first e-mail, and was stopped. */
export async function live(dir: string): Promise<string> {
  const home = join(dir, 'lived');
  const wend = start([process.execPath, 'server/process/start.mjs'], checkout, await surroundings(dir, home));
  try {
    await wend.prints(/Wend is at/);
    const { db, end } = await databaseIn(home);
    const sent = and(eq(messages.channel, 'email'), eq(messages.state, 'accepted'));
    await until(async () => (await db.$count(messages, sent)) > 0);
    await end();
  } finally {
    await wend.interrupt();
  }
  return home;
}

/** The database of a Wend that runs with this home folder. */
export async function databaseIn(home: string): Promise<Connection> {
  const { facts } = await Home.open(home);
  const url = `postgres://postgres:${facts.postgresPassword}@127.0.0.1:${facts.postgresPort}/wend`;
  return connect(url, { max: 2 });
}
