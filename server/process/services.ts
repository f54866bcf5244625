import { createDatabase } from '../database/index.ts';
import type { StartSettings } from '../settings/index.ts';
import type { Child } from './child.ts';
import { checkDatabase, checkTemporal } from './elsewhere.ts';
import type { Home } from './home.ts';
import { freePortNear } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { Sentence } from './sentence.ts';
import { startTemporal } from './temporal.ts';
import { temporalBinary } from './temporal-binary.ts';

/** A process of ours, or nothing of ours. */
export interface Living {
  readonly child?: Child;
  stop(): Promise<void>;
}

/** What stands below the roles: ours to start and stop, or the operator's. */
export interface Service extends Living {
  readonly where: string;
  /** Of ours: another process in the place of one that died. */
  again?(): Promise<Living>;
}

const elsewhere = { stop: async () => {} };

/** The database: the operator's when an address is set, else one of our own in the home folder. */
export async function database(settings: StartSettings, home: Home): Promise<Service> {
  if (settings.databaseUrl) {
    await checkDatabase(settings.databaseUrl);
    return { where: settings.databaseUrl, ...elsewhere };
  }
  const port = await freePortNear(home.facts.postgresPort);
  await home.remember({ postgresPort: port });
  const again = () => startPostgres({ dir: home.path('postgres'), port, password: home.facts.postgresPassword });
  const postgres = await again();
  try {
    await createDatabase(postgres.url('postgres'), 'wend');
  } catch (error) {
    await postgres.stop();
    throw withoutPassword(error, home) ?? error;
  }
  return { where: postgres.url('wend'), child: postgres.child, stop: postgres.stop, again };
}

const WRONG_PASSWORD = '28P01';

function withoutPassword(error: unknown, home: Home): Sentence | undefined {
  if (!(error instanceof Error && 'code' in error && error.code === WRONG_PASSWORD)) return undefined;
  return new Sentence(
    `The database in ${home.dir} does not take the password in facts.json beside it: bring back the facts.json of that database, or set WEND_HOME to another folder.`,
  );
}

/** Temporal: the operator's when an address is set, else a development server on a file in the home folder. */
export async function temporal(
  settings: StartSettings,
  home: Home,
  say: (line: string) => void,
  stop: AbortSignal,
): Promise<Service> {
  if (settings.temporalAddress) {
    await checkTemporal(settings.temporalAddress);
    return { where: settings.temporalAddress, ...elsewhere };
  }
  const binary = await temporalBinary(home.path('bin'), say, stop);
  const port = await freePortNear(home.facts.temporalPort);
  await home.remember({ temporalPort: port });
  const again = () => startTemporal({ binary, file: home.path('temporal', 'temporal.db'), port });
  const server = await again();
  return { where: server.address, child: server.child, stop: server.stop, again };
}
