import { sql } from 'drizzle-orm';
import type { Database } from '../../server/database/index.ts';

/** From now on whoever writes to this table meets what they would if the database went away just then; until it is lifted. */
export async function breakDownAt(db: Database, table: string): Promise<() => Promise<void>> {
  await db.execute(sql`
    create function break_down() returns trigger language plpgsql as $$ begin raise exception 'The database goes away' using errcode = '57P01'; end $$`);
  await db.execute(
    sql`create trigger break_down before insert on ${sql.identifier(table)} for each statement execute function break_down()`,
  );
  return async () => void (await db.execute(sql`drop function break_down cascade`));
}
