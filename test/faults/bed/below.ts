import { join } from 'node:path';
import { Home } from '../../../server/process/home.ts';
import { freePort } from '../../../server/process/ports.ts';
import { type Postgres, postgresUrl, startPostgres } from '../../../server/process/postgres.ts';
import { startTemporal, type TemporalServer } from '../../../server/process/temporal.ts';
import { temporalBinary } from '../../../server/process/temporal-binary.ts';
import { checkout } from '../../harness/started.ts';
import type { Begun } from '../frame/begun.ts';
import { Link } from './link.ts';

interface Ports {
  readonly postgres: number;
  readonly temporal: number;
}

/** A Postgres and a Temporal of the operator's own, over the files of a home, with a network before each. */
export class Below {
  readonly database: Link;
  readonly temporal: Link;
  readonly #home: Home;
  readonly #ports: Ports;
  /** Also while they start. */
  #postgres: Promise<Postgres> | undefined;
  #flow: Promise<TemporalServer> | undefined;

  private constructor(home: Home, ports: Ports, links: { readonly database: Link; readonly temporal: Link }) {
    this.#home = home;
    this.#ports = ports;
    this.database = links.database;
    this.temporal = links.temporal;
  }

  static async start(dir: string, begun: Begun): Promise<Below> {
    const home = await Home.open(dir);
    const ports = { postgres: await freePort(), temporal: await freePort() };
    const [database, temporal] = [
      await Link.to(`127.0.0.1:${ports.postgres}`),
      await Link.to(`127.0.0.1:${ports.temporal}`),
    ];
    const below = new Below(home, ports, { database, temporal });
    begun.endsBy(() => below.#stop());
    await Promise.all([below.startPostgres(), below.startTemporal()]);
    return below;
  }

  /** How Wend is told of both. */
  get environment(): NodeJS.ProcessEnv {
    const url = new URL(this.databaseUrl);
    url.host = this.database.address;
    return { WEND_DATABASE_URL: url.href, TEMPORAL_ADDRESS: this.temporal.address };
  }

  /** Past the network. */
  get databaseUrl(): string {
    return postgresUrl({ port: this.#ports.postgres, password: this.#home.facts.postgresPassword }, 'wend');
  }

  async startPostgres(): Promise<void> {
    const { postgresPassword: password } = this.#home.facts;
    this.#postgres = startPostgres({ dir: this.#home.path('postgres'), port: this.#ports.postgres, password });
    await this.#postgres;
  }

  async startTemporal(): Promise<void> {
    const binary = await temporalBinary(join(checkout, '.wend/bin'), () => {});
    const file = this.#home.path('temporal', 'temporal.db');
    this.#flow = startTemporal({ binary, file, port: this.#ports.temporal });
    await this.#flow;
  }

  async stopTemporal(): Promise<void> {
    await (await this.#flow)?.stop();
  }

  async #stop(): Promise<void> {
    // Whoever could not start has nothing to stop, and has said so.
    const began = await Promise.allSettled([this.#postgres, this.#flow]);
    await Promise.all(began.map((one) => (one.status === 'fulfilled' ? one.value?.stop() : undefined)));
    await Promise.all([this.database.close(), this.temporal.close()]);
  }
}
