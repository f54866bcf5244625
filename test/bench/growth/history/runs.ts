import type { JourneyId } from '@wend/engine';
import type { Sql } from 'postgres';
import { asOwner, writeLike } from './copied.ts';

const AT_ONCE = 100_000;
/** Runs that travelled together, where most came by events of their own. */
const CONVOY = 5;
/** One in so many reached a goal. */
const GOAL = 30;

/** So many runs that have ended long ago, spread over these journeys and everybody, with all that hangs on them. */
export async function growRuns(sql: Sql, journeys: readonly JourneyId[], people: number, count: number): Promise<void> {
  await sql`create table growth.journeys as select row_number() over (order by id) - 1 as nth, workspace_id, id, live_version_id as version_id
    from journeys where id = any(${[...journeys]}::uuid[])`;
  await sql`create table growth.runs (n integer primary key, nth integer, profile_id uuid, run_id uuid, journey_id uuid, version_id uuid, back interval)`;
  await sql`create table growth.messages (n integer, run_n integer, like_id uuid, message_id uuid, profile_id uuid, back interval)`;
  for (let first = 1; first <= count; first += AT_ONCE) {
    const last = Math.min(count, first + AT_ONCE - 1);
    await planRuns(sql, { first, last, people, journeys: journeys.length, count });
    await writeRuns(sql, first, last);
    await writeMessages(sql, first, last);
  }
  await writeWhatIsCounted(sql, count, journeys.length);
}

interface Plan {
  readonly first: number;
  readonly last: number;
  readonly people: number;
  readonly journeys: number;
  readonly count: number;
}

/** A person's runs are in one journey after another, so that each is their first there. */
async function planRuns(sql: Sql, { first, last, people, journeys, count }: Plan): Promise<void> {
  await asOwner(
    sql,
    `insert into growth.runs select g.n, p.nth, p.profile_id, uuidv7(-g.back), j.id, j.version_id, g.back
     from (select n, interval '600 days' * (1 - n::float8 / ${count + 1}) + interval '2 days' as back from generate_series(${first}, ${last}) n) g
     join growth.people p on p.n = 1 + g.n % ${people} join growth.journeys j on j.nth = (g.n % ${people} + g.n / ${people}) % ${journeys}`,
  );
}

function likeRuns(table: string, key: string, first: number, last: number): string {
  return `growth.runs m join growth.patterns o on o.nth = m.nth join ${table} t on t.workspace_id = o.workspace_id and t.profile_id = o.profile_id and t.${key} = o.run_id
    where m.n between ${first} and ${last}`;
}

async function writeRuns(sql: Sql, first: number, last: number): Promise<void> {
  const of = { profile_id: 'm.profile_id', run_id: 'm.run_id' };
  const like = (table: string): string => likeRuns(table, 'run_id', first, last);
  const journey = { journey_id: 'm.journey_id', journey_version_id: 'm.version_id' };
  await writeLike(sql, 'runs', likeRuns('runs', 'id', first, last), {
    ...{ ...journey, profile_id: 'm.profile_id', id: 'm.run_id', convoy_id: 'null', entry_event_id: 'null' },
  });
  await writeLike(sql, 'visits', like('visits'), of);
  await writeLike(sql, 'waits', like('waits'), { ...of, id: 'gen_random_uuid()' });
  await asOwner(
    sql,
    `insert into entry_records select o.workspace_id, m.profile_id, m.journey_id, '', now() - m.back, 1
     from growth.runs m join growth.patterns o on o.nth = m.nth where m.n between ${first} and ${last} on conflict do nothing`,
  );
  await asOwner(
    sql,
    `insert into conversions (workspace_id, profile_id, run_id, goal, journey_id, journey_version_id, event_id, value, at, recorded_at)
     select o.workspace_id, m.profile_id, m.run_id, 0, m.journey_id, m.version_id, gen_random_uuid(), 20, now() - m.back, now() - m.back
     from growth.runs m join growth.patterns o on o.nth = m.nth where m.n between ${first} and ${last} and m.n % ${GOAL} = 0`,
  );
}

async function writeMessages(sql: Sql, first: number, last: number): Promise<void> {
  await asOwner(
    sql,
    `insert into growth.messages select m.n, m.n, t.id, uuidv7(-m.back), m.profile_id, m.back from ${likeRuns('messages', 'run_id', first, last)}`,
  );
  await writeLike(
    sql,
    'messages',
    `growth.messages m join messages t on t.id = m.like_id join growth.runs r on r.n = m.run_n where m.n between ${first} and ${last}`,
    {
      ...{ profile_id: 'm.profile_id', id: 'm.message_id', run_id: 'r.run_id' },
      ...{ journey_id: 'r.journey_id', journey_version_id: 'r.version_id' },
    },
  );
  const of = { profile_id: 'm.profile_id', message_id: 'm.message_id' };
  const like = (table: string): string =>
    `growth.messages m join messages o on o.id = m.like_id
     join ${table} t on t.workspace_id = o.workspace_id and t.profile_id = o.profile_id and t.message_id = o.id where m.n between ${first} and ${last}`;
  await writeLike(sql, 'message_links', like('message_links'), of);
  await writeLike(sql, 'link_tokens', like('link_tokens'), {
    ...of,
    token: `left(md5(m.message_id::text || t.n), 14)`,
  });
  await writeLike(sql, 'message_events', like('message_events'), of);
}

/** Counts of the journeys, and the convoys that are over. */
async function writeWhatIsCounted(sql: Sql, runs: number, journeys: number): Promise<void> {
  await asOwner(
    sql,
    `insert into counters (workspace_id, journey_id, journey_version_id, step, kind, port, shard, count)
     select distinct on (j.id, c.step, c.kind, c.port, c.shard) c.workspace_id, j.id, j.version_id, c.step, c.kind, c.port, c.shard, ${Math.ceil(runs / journeys)}
     from growth.journeys j cross join counters c where c.journey_id = (select journey_id from growth.patterns limit 1) on conflict do nothing`,
  );
  await asOwner(
    sql,
    `insert into convoys (workspace_id, id, epoch, queue, size, phase, created_at, ended_at)
     select o.workspace_id, uuidv7(-m.back), 1, 'small', ${CONVOY}, 'done', now() - m.back, now() - m.back
     from growth.runs m join growth.patterns o on o.nth = m.nth where m.n % ${CONVOY} = 0`,
  );
}
