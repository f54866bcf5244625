import type { Sql } from 'postgres';
import { asOwner, writeLike } from './copied.ts';

/** How long ago the first of all this was. */
const YEARS_BACK = `interval '700 days'`;
const AT_ONCE = 50_000;

/** Remembers people whom the product has led through a journey: what was long ago is made like them. */
export async function beginHistory(sql: Sql, round: string): Promise<void> {
  await sql.unsafe(`
    create schema if not exists growth;
    create table growth.patterns as
      select row_number() over (order by p.id) - 1 as nth, p.workspace_id, p.id as profile_id, r.id as run_id, r.journey_id, r.journey_version_id
      from profiles p join runs r on r.workspace_id = p.workspace_id and r.profile_id = p.id
      where p.attributes ->> 'round' = '${round}' and r.ended_at is not null order by p.id limit 100;
    create table growth.people (n integer primary key, nth integer, profile_id uuid, back interval);`);
}

/** So many people more, with ids, addresses and consent, the earlier the longer ago. */
export async function growPeople(sql: Sql, from: number, to: number): Promise<void> {
  for (let first = from + 1; first <= to; first += AT_ONCE)
    await writePeople(sql, first, Math.min(to, first + AT_ONCE - 1), to);
}

async function writePeople(sql: Sql, first: number, last: number, all: number): Promise<void> {
  await asOwner(
    sql,
    `insert into growth.people select n, n % (select count(*) from growth.patterns), uuidv7(-back), back
     from (select n, ${YEARS_BACK} * (1 - n::float8 / ${all + 1}) as back from generate_series(${first}, ${last}) n) g`,
  );
  const like = (table: string, key = 'profile_id'): string =>
    `growth.people m join growth.patterns o on o.nth = m.nth join ${table} t on t.workspace_id = o.workspace_id and t.${key} = o.profile_id
     where m.n between ${first} and ${last}`;
  const of = { profile_id: 'm.profile_id' };
  const name = `'old-' || m.n`;
  const [phone, email] = [`'+45' || lpad(m.n::text, 9, '0')`, `${name} || '@customers.example'`];
  const told = `jsonb_build_object('person', ${name}, 'round', 'old', 'phone', ${phone}, 'email', ${email})`;
  await writeLike(sql, 'profiles', like('profiles', 'id'), {
    id: 'm.profile_id',
    attributes: `t.attributes || ${told}`,
  });
  await writeLike(sql, 'profile_identities', like('profile_identities'), { ...of, value: name });
  await writeLike(sql, 'contact_points', like('contact_points'), {
    ...of,
    id: 'gen_random_uuid()',
    address: `case t.channel when 'sms' then ${phone} else ${email} end`,
  });
  await writeLike(sql, 'consent_states', like('consent_states'), of);
  await writeLike(sql, 'consent_events', like('consent_events'), { ...of, id: 'gen_random_uuid()' });
  await writeLike(sql, 'profile_gates', like('profile_gates'), of);
}
