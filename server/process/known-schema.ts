import { readMigrationFiles } from 'drizzle-orm/migrator';
import { connect } from '../database/index.ts';
import { Sentence } from './sentence.ts';

/** Refuses a database that another version of Wend has changed: this one would write into what it does not know. */
export async function refuseUnknownSchema(url: string, migrationsFolder: string): Promise<void> {
  const known = readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis);
  const { sql, end } = connect(url, { max: 1 });
  try {
    const [made] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as once`;
    if (!made?.['once']) return;
    const [unknown] = await sql`select 1 from drizzle.__drizzle_migrations where created_at <> all(${known}::bigint[])`;
    if (unknown)
      throw new Sentence(
        'The data is of another version of Wend, most likely a newer one: start that version, or set WEND_HOME to another folder.',
      );
  } finally {
    await end();
  }
}
