import { sql } from 'drizzle-orm';
import type { Database } from '../../server/database/index.ts';

/** Every table of ours in which one of these words stands, with how many rows; the audit log says of whom something was done. */
export async function tablesWith(
  db: Database,
  words: readonly string[],
  except: readonly string[] = ['audit_log'],
): Promise<Readonly<Record<string, number>>> {
  const tables = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    if (except.includes(name)) continue;
    const rows = await db.$count(
      sql`${sql.identifier(name)} t`,
      sql`exists (select from unnest(${sql.param([...words])}::text[]) word where strpos(t::text, word) > 0)`,
    );
    if (rows > 0) found[name] = rows;
  }
  return found;
}
