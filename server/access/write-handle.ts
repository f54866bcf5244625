import type { Database } from '../database/index.ts';

/** Takes the database out of a handle. For `verb` alone: whoever else writes has asked nobody, and nothing is written down. */
export let writable: (handle: WriteHandle) => Database;

/** The database for writing, as a context carries it: closed, until a verb opens its transaction. */
export class WriteHandle {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  static {
    writable = (handle) => handle.#db;
  }
}
