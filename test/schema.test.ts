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
  link_tokens: 'who clicks has the token alone',
};

/** Of tables with people: unique indexes that cannot be cut by (workspace, person), and why they need not be. */
const uncut: Readonly<Record<string, string>> = {
  events_workspace_id_id_pk: 'appended before anybody knows who it was; learning fills it in, and a join changes it',
  event_queue_pkey: 'a line in the order of its numbers; a row is gone when it is matched',
  profile_identities_workspace_id_kind_value_pk: 'says which person an id means: one id, one person',
  link_tokens_pkey: 'a table of its own so that the links can be cut; itself it can be cut by its token',
  rejected_events_workspace_id_id_pk: 'mostly of nobody who is known, and let go of after thirty days',
};

interface Key {
  readonly [column: string]: unknown;
  readonly table: string;
  readonly kind: 'p' | 'f';
  readonly columns: readonly string[];
  readonly target: string | null;
  readonly target_columns: readonly string[] | null;
}

interface Policy {
  readonly [column: string]: unknown;
  readonly table: string;
  readonly shown: string;
}
interface Grant {
  readonly [column: string]: unknown;
  readonly table: string;
  readonly privileges: string;
}

/** What verbs change, beside reading. */
const changed: Readonly<Record<string, string>> = {
  api_keys: 'insert select update',
  assignments: 'delete select',
  audit_log: 'insert select',
  callbacks: 'delete select',
  calls: 'delete select update',
  consent_events: 'delete select',
  consent_states: 'delete select',
  contact_points: 'delete select',
  conversions: 'delete select',
  convoys: 'insert select update',
  counters: 'insert select update',
  entrances: 'insert select',
  entry_records: 'delete select',
  event_ids: 'insert select',
  event_queue: 'delete insert select update',
  events: 'delete insert select',
  journey_versions: 'insert select',
  journeys: 'delete insert select update',
  link_tokens: 'delete select',
  message_events: 'delete select',
  message_links: 'delete select',
  messages: 'delete select update',
  outbox: 'insert select',
  profile_gates: 'delete select update',
  profile_identities: 'delete select',
  profiles: 'delete select update',
  providers: 'select update',
  rejected_events: 'delete select',
  run_exits: 'delete insert select',
  runs: 'delete select update',
  secrets: 'delete insert select update',
  segments: 'insert select update',
  sources: 'insert select update',
  visits: 'delete select',
  waits: 'delete select',
  wakes: 'delete insert select update',
};

interface Unique {
  readonly [column: string]: unknown;
  readonly name: string;
  readonly columns: readonly string[];
}

let names: readonly string[];
let ofWorkspaces: readonly string[];
let policies: readonly Policy[];
let others: number;
let granted: readonly Grant[];
let keys: readonly Key[];
let unique: readonly Unique[];
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
  policies = await db.execute<Policy>(sql`
    select c.relname as table, pg_get_expr(p.polqual, p.polrelid) as shown from pg_policy p join pg_class c on c.oid = p.polrelid
    where c.relrowsecurity and p.polname = 'one_workspace' and p.polpermissive and p.polcmd = '*' and p.polwithcheck is null
      and p.polroles = array['wend_workspace'::regrole::oid]`);
  others = await db.$count(sql`pg_policy where polname <> 'one_workspace'`);
  const bearing = await db.execute<{ name: string }>(
    sql`select attrelid::regclass::text as name from pg_attribute where attname = 'workspace_id' and not attisdropped
      and attrelid in (select oid from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace)`,
  );
  ofWorkspaces = bearing.map(({ name }) => name);
  granted = await db.execute<Grant>(sql`
    select table_name as table, string_agg(distinct lower(privilege_type), ' ' order by lower(privilege_type)) as privileges from (
      select table_name, privilege_type from information_schema.role_table_grants where grantee = 'wend_workspace'
      union all select table_name, privilege_type from information_schema.role_column_grants where grantee = 'wend_workspace'
    ) x group by table_name`);
  // What partitioning asks of them: a unique index that lacks a column of the cut cannot be kept.
  unique = await db.execute<Unique>(sql`
    select i.indexrelid::regclass::text as name, array(select a.attname::text from unnest(i.indkey) as k (number)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number) as columns
    from pg_index i join pg_class t on t.oid = i.indrelid and t.relnamespace = 'public'::regnamespace
    where i.indisunique and exists (select from pg_attribute p where p.attrelid = t.oid and p.attname = 'profile_id')`);
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

it('shows who works in a workspace the rows of that one alone, of every table that has a workspace', () => {
  const shown = new Map(policies.map(({ table, shown }) => [table, shown]));
  const own = (column: string) => `(${column} = (current_setting('wend.workspace'::text))::uuid)`;
  expect(ofWorkspaces.length).toBeGreaterThan(35);
  expect(ofWorkspaces.filter((table) => shown.get(table) !== own('workspace_id'))).toEqual([]);
  expect(shown.get('workspaces')).toBe(own('id'));
  expect(others).toBe(0);
});

it('lets verbs change no more than they do, and pages see nothing that is of no workspace', () => {
  const seen = new Map(granted.map(({ table, privileges }) => [table, privileges]));
  const expected = [...ofWorkspaces, 'workspaces', 'system'].map(
    (table) => [table, changed[table] ?? 'select'] as const,
  );
  expect(seen).toEqual(new Map(expected));
});

it('lets every table of people be cut into partitions by workspace and person, but for those that say why not', () => {
  const isCut = ({ columns }: Unique) => columns.includes('workspace_id') && columns.includes('profile_id');
  expect(unique.length).toBeGreaterThan(20);
  const cannot = unique.filter((index) => !isCut(index)).map(({ name }) => name);
  expect(cannot.sort()).toEqual(Object.keys(uncut).sort());
});

it('begins the primary key of every table of people with workspace and person, but for those that say why not', () => {
  const people = new Set(
    keys.filter(({ kind, columns }) => kind === 'f' && columns.includes('profile_id')).map(({ table }) => table),
  );
  const others = keys.filter(
    ({ table, kind, columns }) =>
      kind === 'p' && people.has(table) && `${columns.slice(0, 2)}` !== 'workspace_id,profile_id',
  );
  expect(people.size).toBeGreaterThan(12);
  expect(others.map(({ table }) => table).sort()).toEqual(['link_tokens', 'profile_identities']);
});
