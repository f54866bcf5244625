import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { Sql } from 'postgres';

/** When the newest migration that the database has had was written; 0 where it has had none. */
export async function lastMigration(sql: Sql): Promise<number> {
  const [made] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as once`;
  if (!made?.['once']) return 0;
  const [row] = await sql`select max(created_at) as at from drizzle.__drizzle_migrations`;
  return Number(row?.['at'] ?? 0);
}

/** When the newest migration that this version knows was written. */
export function newestMigration(migrationsFolder: string): number {
  return Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis));
}
