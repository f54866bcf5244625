import { createDatabase } from '../database/index.ts';
import type { StartSettings } from '../settings/index.ts';
import type { Child } from './child.ts';
import type { Home } from './home.ts';
import { freePortNear } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { startTemporal } from './temporal.ts';
import { temporalBinary } from './temporal-binary.ts';

/** What stands below the roles: ours to start and stop, or the operator's. */
export interface Service {
  readonly where: string;
  readonly child?: Child;
  stop(): Promise<void>;
}

const elsewhere = { stop: async () => {} };

/** The database: the operator's when an address is set, else one of our own in the home folder. */
export async function database(settings: StartSettings, home: Home): Promise<Service> {
  if (settings.databaseUrl) return { where: settings.databaseUrl, ...elsewhere };
  const port = await freePortNear(home.facts.postgresPort);
  await home.remember({ postgresPort: port });
  const postgres = await startPostgres({ dir: home.path('postgres'), port, password: home.facts.postgresPassword });
  await createDatabase(postgres.url('postgres'), 'wend');
  return { where: postgres.url('wend'), child: postgres.child, stop: postgres.stop };
}

/** Temporal: the operator's when an address is set, else a development server on a file in the home folder. */
export async function temporal(settings: StartSettings, home: Home, say: (line: string) => void): Promise<Service> {
  if (settings.temporalAddress) return { where: settings.temporalAddress, ...elsewhere };
  const binary = await temporalBinary(home.path('bin'), say);
  const port = await freePortNear(home.facts.temporalPort);
  await home.remember({ temporalPort: port });
  const server = await startTemporal({ binary, file: home.path('temporal', 'temporal.db'), port });
  return { where: server.address, child: server.child, stop: server.stop };
}
