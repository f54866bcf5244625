import type { Database } from './connect.ts';

/** A statement put together once for each database, with placeholders: for one of a hundred columns that takes Drizzle milliseconds. */
export function builtOnce<Statement>(build: (db: Database) => Statement): (db: Database) => Statement {
  const built = new WeakMap<Database, Statement>();
  return (db) => {
    const known = built.get(db);
    if (known !== undefined) return known;
    const statement = build(db);
    built.set(db, statement);
    return statement;
  };
}
