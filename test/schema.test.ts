import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { aDatabase } from './harness/index.ts';

/** Tables that belong to no workspace, or are keyed otherwise, and why. The sandbox's are another company's, in a schema of their own. */
const apart: Readonly<Record<string, string>> = {
  workspaces: 'is what the others belong to',
  system: 'the one row of the installation',
  users: 'a person may be a member of many workspaces',
  accounts: 'of a user, by the session library',
  sessions: 'of a user, by the session library',
  verifications: 'of nobody yet, by the session library',
  quiet_hours: 'rules of countries, the same for all',
  event_queue: 'a line of all workspaces, read in the order of its numbers',
};

interface Key {
  readonly [column: string]: unknown;
  readonly table: string;
  readonly kind: 'p' | 'f';
  readonly columns: readonly string[];
  readonly target: string | null;
  readonly target_columns: readonly string[] | null;
}

let names: readonly string[];
let keys: readonly Key[];
beforeAll(async () => {
  const { db, drop } = await aDatabase();
  const tables = await db.execute<{ name: string }>(
    sql`select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
  );
  names = tables.map(({ name }) => name);
  const columns = (of: string, numbers: string) =>
    sql.raw(`array(select a.attname::text from unnest(${numbers}) with ordinality as k (number, place)
      join pg_attribute a on a.attrelid = ${of} and a.attnum = k.number order by k.place)`);
  keys = await db.execute<Key>(sql`
    select c.conrelid::regclass::text as table, c.contype as kind, ${columns('c.conrelid', 'c.conkey')} as columns,
      nullif(c.confrelid, 0)::regclass::text as target, ${columns('c.confrelid', 'c.confkey')} as target_columns
    from pg_constraint c where c.contype in ('p', 'f') and c.connamespace = 'public'::regnamespace`);
  await drop();
});

it('begins the primary key of every table with the workspace', () => {
  const begins = (name: string) => keys.find(({ table, kind }) => table === name && kind === 'p')?.columns[0];
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name) => begins(name) !== 'workspace_id').sort()).toEqual(Object.keys(apart).sort());
});

it('lets no row refer to a row of another workspace', () => {
  const own = (name: string | null) => name !== null && !Object.hasOwn(apart, name);
  const between = keys.filter(({ kind, table, target }) => kind === 'f' && own(table) && own(target));
  const loose = between.filter(({ columns, target_columns: theirs }) => {
    const place = columns.indexOf('workspace_id');
    return place === -1 || theirs?.[place] !== 'workspace_id';
  });
  expect(between.length).toBeGreaterThan(15);
  expect(loose).toEqual([]);
});
