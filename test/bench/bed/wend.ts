import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import type { JourneyId } from '@wend/engine';
import postgres, { type Sql } from 'postgres';
import { Home } from '../../../server/process/home.ts';
import { cleanEnvironment } from '../../harness/fresh-clone.ts';
import { checkout, type Process, type Started } from '../../harness/started.ts';
import { until } from '../../harness/until.ts';
import { inFlight } from '../frame/schedule.ts';
import { type Calls, callsBy, callsFor, countCalls } from './calls.ts';
import { Door } from './door.ts';
import { reference } from './journeys.ts';
import { Office } from './office.ts';
import { type BenchEvent, ENTRY_EVENT, isKnown } from './people.ts';
import type { Side } from './side.ts';
import { type PrintedWend, startWend } from './start-wend.ts';

const BATCH = 100;

type BenchParts = Pick<BenchWend, 'sql' | 'door' | 'facts' | 'office' | 'origin'> & {
  readonly home: string;
  readonly databaseUrl: string;
};
export interface Neighbour {
  readonly office: Office;
  readonly door: Door;
  close(): Promise<void>;
}

/** A whole Wend as `npm start` runs it, with a home of its own. */
export class BenchWend implements Side {
  /** Beside the product: to look, and for floors. */
  readonly sql: Sql;
  readonly door: Door;
  readonly facts: Home['facts'];
  readonly office: Office;
  readonly origin: string;
  readonly #home: string;
  readonly #databaseUrl: string;
  readonly #started: Started;

  private constructor(started: Started, { home, databaseUrl, ...parts }: BenchParts) {
    this.#started = started;
    this.#home = home;
    this.#databaseUrl = databaseUrl;
    this.sql = parts.sql;
    this.door = parts.door;
    this.facts = parts.facts;
    this.office = parts.office;
    this.origin = parts.origin;
  }

  /** The sample shop stays closed: its orders would be work that nobody counts. */
  static async start(dir: string, env: NodeJS.ProcessEnv): Promise<BenchWend> {
    const home = join(dir, 'wend');
    await (await startIn(home, env)).started.interrupt();
    await rm(join(home, 'demo.json'));
    const { started, url } = await startIn(home, env);
    const { facts } = await Home.open(home);
    const databaseUrl = `postgres://postgres:${facts.postgresPassword}@127.0.0.1:${facts.postgresPort}/wend`;
    const office = await Office.open(databaseUrl);
    await office.publish(reference('Left cart', ENTRY_EVENT));
    const door = new Door(url, await office.source());
    const beside = postgres(databaseUrl, { max: 4 });
    return new BenchWend(started, { home, databaseUrl, sql: beside, door, facts, office, origin: url });
  }

  /** A workspace beside the first, with a door of its own. */
  async neighbour(): Promise<Neighbour> {
    const office = await this.office.another(this.#databaseUrl, this.#home);
    const door = new Door(this.origin, await office.source());
    return { office, door, close: async () => void (await Promise.all([door.close(), office.close()])) };
  }

  async know(people: readonly string[], door = this.door): Promise<void> {
    const batches = Array.from({ length: Math.ceil(people.length / BATCH) }, (_, n) =>
      people.slice(n * BATCH, (n + 1) * BATCH).map(isKnown),
    );
    await inFlight(2, batches, (batch) => door.post(batch));
    await this.isAtRest();
  }

  post(events: readonly BenchEvent[]): Promise<void> {
    return this.door.post(events);
  }

  calls(people: readonly string[], sinceMs: number): Promise<ReadonlyMap<string, Calls>> {
    return callsFor(this.sql, people, sinceMs);
  }

  /** How often the provider was called on this channel since then. */
  countCalls(channel: 'sms' | 'email', sinceMs: number): Promise<number> {
    return countCalls(this.sql, channel, sinceMs);
  }

  /** Waits until so many people were called by this channel, and answers when each was first. */
  callsBy(channel: 'sms' | 'email', people: number, sinceMs: number): Promise<ReadonlyMap<string, number>> {
    return callsBy(this.sql, channel, people, sinceMs);
  }

  /** Resolves when so many people rest in these journeys, in no convoy. */
  async restsOutside(journeys: readonly JourneyId[], people: number): Promise<void> {
    let resting = 0;
    await until(
      async () => {
        const [row] = await this.sql<{ count: string }[]>`
          select count(*) from runs where journey_id = any(${[...journeys]}::uuid[]) and clock_at is not null`;
        resting = Number(row?.count ?? 0);
        return resting === people ? true : undefined;
      },
      { everyMs: 500, missing: () => `${resting} of ${people} people rest` },
    );
  }

  /** When each person of these journeys goes on, in milliseconds since 1970. */
  async dueTimes(journeys: readonly JourneyId[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.sql<{ person: string; due: string }[]>`
      select p.attributes ->> 'person' as person, extract(epoch from r.due_at) * 1000 as due from runs r
      join profiles p on p.workspace_id = r.workspace_id and p.id = r.profile_id where r.journey_id = any(${[...journeys]}::uuid[])`;
    return new Map(rows.map(({ person, due }) => [person, Number(due)]));
  }

  /** As Temporal counts them, a moment after its visibility store has heard of the last end. */
  async openWorkflows(): Promise<number> {
    const connection = await Connection.connect({ address: `127.0.0.1:${this.facts.temporalPort}` });
    try {
      const query = "ExecutionStatus = 'Running'";
      const { count } = await connection.workflowService.countWorkflowExecutions({ namespace: 'default', query });
      return Number(count);
    } finally {
      await connection.close();
    }
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
    await this.office.close();
    await this.sql.end();
    await this.#started.interrupt();
  }
}

function startIn(home: string, env: NodeJS.ProcessEnv): Promise<PrintedWend> {
  // So that a step may call the bench.
  const whole = { ...cleanEnvironment(), ...env, WEND_HOME: home, WEND_ALLOW_HOSTS: '127.0.0.1' };
  return startWend([process.execPath, 'server/process/start.mjs'], checkout, whole);
}
