import { join } from 'node:path';
import { databaseClock } from '../clock/index.ts';
import { connect, type Database, impersonal } from '../database/index.ts';
import { readStartSettings, type StartSettings } from '../settings/index.ts';
import { reseat } from '../trips/reseat.ts';
import { Home } from './home.ts';
import { isHeld, takeLock } from './lock.ts';
import { postgresUrl } from './postgres.ts';
import { Sentence } from './sentence.ts';
import { database } from './services.ts';

/** Does what it says to the database, and answers what to print. */
type Command = (db: Database) => Promise<string>;

const commands: Readonly<Record<string, Command>> = {
  /** After the Temporal data is lost, or on the way to another Temporal. */
  async reseat(db) {
    const epoch = await reseat(db, databaseClock);
    return `Everybody on their way goes on with the Temporal that Wend runs with now (life ${epoch} of the system).`;
  },
};

/** Resolves to the exit code. */
export async function wend([name = '', ...more]: readonly string[]): Promise<number> {
  try {
    const command = Object.hasOwn(commands, name) && more.length === 0 ? commands[name] : undefined;
    if (!command)
      throw new Sentence(`There is no command "${[name, ...more].join(' ')}": ${Object.keys(commands).join(', ')}.`);
    const settings = readStartSettings(process.env, join(import.meta.dirname, '../../.wend'));
    console.log(await withDatabase(settings, command));
    return 0;
  } catch (error) {
    console.error(`wend: ${impersonal(error).message}`);
    return 1;
  }
}

/** On the operator's database, on the one that runs, or on one that is started for the while. */
async function withDatabase(settings: StartSettings, command: Command): Promise<string> {
  if (settings.databaseUrl !== undefined) return on(settings.databaseUrl, command);
  const home = await Home.open(settings.home);
  const { postgresPort: port, postgresPassword: password } = home.facts;
  if (port === undefined)
    throw new Sentence(`No Wend has run from ${home.dir} yet: set WEND_HOME to the folder of yours.`);
  if (await isHeld(home.path('lock'))) return on(postgresUrl({ port, password }, 'wend'), command);
  const giveBack = await takeLock(home.path('lock'));
  try {
    const service = await database(settings, home);
    return await on(service.where, command).finally(() => service.stop());
  } finally {
    await giveBack();
  }
}

async function on(url: string, command: Command): Promise<string> {
  const { db, end } = connect(url, { max: 1 });
  return command(db).finally(end);
}
