import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { Home } from '../../../server/process/home.ts';
import { cleanEnvironment } from '../../harness/fresh-clone.ts';
import { checkout, type Process, type Started } from '../../harness/started.ts';
import { until } from '../../harness/until.ts';
import { inFlight } from '../frame/schedule.ts';
import { type Calls, callsFor } from './calls.ts';
import { Door } from './door.ts';
import { type BenchEvent, isKnown } from './people.ts';
import { prepareShop } from './prepare-shop.ts';
import type { Side } from './side.ts';
import { type PrintedWend, startWend } from './start-wend.ts';

const BATCH = 100;

/** A whole Wend as `npm start` runs it, with a home of its own. */
export class BenchWend implements Side {
  /** Beside the product: to look, and for floors. */
  readonly sql: Sql;
  readonly door: Door;
  readonly facts: Home['facts'];
  readonly #started: Started;

  private constructor(started: Started, sql: Sql, door: Door, facts: Home['facts']) {
    this.#started = started;
    this.sql = sql;
    this.door = door;
    this.facts = facts;
  }

  /** The sample shop stays closed: its orders would be work that nobody counts. */
  static async start(dir: string, path: string): Promise<BenchWend> {
    const home = join(dir, 'wend');
    await (await startIn(home, path)).started.interrupt();
    await rm(join(home, 'demo.json'));
    const { started, url } = await startIn(home, path);
    const { facts } = await Home.open(home);
    const databaseUrl = `postgres://postgres:${facts.postgresPassword}@127.0.0.1:${facts.postgresPort}/wend`;
    const writeKey = await prepareShop(databaseUrl);
    return new BenchWend(started, postgres(databaseUrl, { max: 4 }), new Door(url, writeKey), facts);
  }

  async know(people: readonly string[]): Promise<void> {
    const batches = Array.from({ length: Math.ceil(people.length / BATCH) }, (_, n) =>
      people.slice(n * BATCH, (n + 1) * BATCH).map(isKnown),
    );
    await inFlight(2, batches, (batch) => this.door.post(batch));
    await this.isAtRest();
  }

  post(events: readonly BenchEvent[]): Promise<void> {
    return this.door.post(events);
  }

  calls(people: readonly string[], sinceMs: number): Promise<ReadonlyMap<string, Calls>> {
    return callsFor(this.sql, people, sinceMs);
  }

  /** Resolves when everything accepted is processed. */
  async isAtRest(): Promise<void> {
    let left = 0;
    await until(
      async () => {
        const [row] = await this.sql<{ count: string }[]>`select count(*) from event_queue`;
        left = Number(row?.count ?? 0);
        return left === 0 ? true : undefined;
      },
      { missing: () => `${left} events are still not processed` },
    );
  }

  prints(pattern: RegExp): Promise<RegExpMatchArray> {
    return this.#started.prints(pattern);
  }

  processes(): Promise<readonly Process[]> {
    return this.#started.children();
  }

  async stop(): Promise<void> {
    await this.door.close();
    await this.sql.end();
    await this.#started.interrupt();
  }
}

function startIn(home: string, path: string): Promise<PrintedWend> {
  const env = { ...cleanEnvironment(), PATH: path, WEND_HOME: home };
  return startWend([process.execPath, 'server/process/start.mjs'], checkout, env);
}
