import type { WorkspaceId } from '@wend/engine';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { connect, type PoolSettings } from './connect.ts';
import type { WorkspaceReads } from './scoped.ts';
import { together } from './together.ts';
import { WORKSPACE_ROLE } from './workspace-role.ts';

type Unsafe = Sql['unsafe'];
type Asked = ReturnType<Unsafe>;

/**
 * Where pages read: so many connections at most, and on each one read at a time, in a transaction of its own that is of one workspace and
 * cannot write.
 */
export class ReadPool {
  readonly #connections: readonly Sql[];
  readonly #free: Sql[];
  readonly #waiting: ((connection: Sql) => void)[] = [];
  readonly #onAsked: PoolSettings['onAsked'];

  /** Nothing connects before the first read. */
  constructor(url: string, { max, name, onAsked }: Omit<PoolSettings, 'byIndex'> & { readonly max: number }) {
    this.#onAsked = onAsked;
    // A driver for each: one that has a single connection sends in the order of asking.
    this.#connections = Array.from({ length: max }, () => connect(url, { max: 1, name }).sql);
    this.#free = [...this.#connections];
  }

  /** What the reads of one workspace ask. */
  in(workspaceId: WorkspaceId): WorkspaceReads {
    const enter = entering(workspaceId);
    const unsafe = (...asked: Parameters<Unsafe>) => {
      const read = <Rows>(as: (query: Asked) => Promise<Rows>): Promise<Rows> =>
        this.#read(enter, (connection) => as(connection.unsafe(...asked).execute()));
      // As the driver's own queries: asked when somebody waits for it, and by then it is known in which form.
      return {
        then: (...then: Parameters<Promise<unknown>['then']>) => read<unknown>((query) => query).then(...then),
        values: () => read<unknown>((query) => query.values()),
      };
    };
    return asReads(drizzle(asDriver({ options: this.#options, unsafe }), { casing: 'snake_case' }));
  }

  /** Waits for running reads up to five seconds, then closes every connection. */
  async end(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.end({ timeout: 5 })));
  }

  get #options(): Sql['options'] {
    const [connection] = this.#connections;
    if (!connection) throw new Error('A pool has a connection at least');
    return connection.options;
  }

  /** Its three parts travel together: it takes one way to the server, as a bare statement does. */
  async #read<Rows>(enter: string, ask: (connection: Sql) => Promise<Rows>): Promise<Rows> {
    const onBegun = this.#onAsked?.();
    const connection = this.#free.pop() ?? (await new Promise<Sql>((free) => this.#waiting.push(free)));
    onBegun?.();
    try {
      // Where entering fails, nobody is given what came of asking: `together` throws.
      const [, rows] = await together(
        connection.unsafe(enter).execute(),
        ask(connection),
        connection.unsafe('commit').execute(),
      );
      return rows;
    } finally {
      this.#giveBack(connection);
    }
  }

  #giveBack(connection: Sql): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#free.push(connection);
  }
}

/** The simple protocol takes several statements, and no parameters. */
function entering(workspaceId: WorkspaceId): string {
  if (!/^[0-9a-f-]{36}$/i.test(workspaceId)) throw new Error('That is no id of a workspace');
  return `begin read only; set local role ${WORKSPACE_ROLE}; set local wend.workspace = '${workspaceId}'`;
}

/** As much of a driver as Drizzle uses outside of transactions. */
function asDriver(driver: {
  readonly options: Sql['options'];
  readonly unsafe: (...asked: Parameters<Unsafe>) => object;
}): Sql {
  return driver as unknown as Sql;
}

/** Whatever is asked of it goes through `ReadPool`. */
function asReads(db: object): WorkspaceReads {
  return db as WorkspaceReads;
}
