import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { connect } from './connect.ts';
import { ensureWorkspaceRole } from './workspace-role.ts';

/** Brings a database to the newest schema. One at a time, however many start at once. */
export async function migrate(url: string, migrationsFolder: string): Promise<void> {
  const { db, sql, end } = connect(url, { max: 1 });
  try {
    await sql`select pg_advisory_lock(hashtext('wend migrations'))`;
    await ensureWorkspaceRole(sql);
    await applyMigrations(db, { migrationsFolder });
  } finally {
    await end();
  }
}

/** Makes the database that `url` names on a server where it may not exist yet. */
export async function createDatabase(serverUrl: string, name: string): Promise<void> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => {} });
  try {
    const [known] = await sql`select 1 from pg_database where datname = ${name}`;
    if (!known) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
}
