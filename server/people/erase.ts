import type { ProfileId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { JourneyError, verb, type Work } from '../access/index.ts';
import { addToCount } from '../tables/index.ts';

/** Whose rows go by `profile_id` alone, what refers to others before them. */
const OF_A_PERSON = [
  'link_tokens',
  'message_links',
  'message_events',
  'messages',
  'calls',
  'wakes',
  'waits',
  'visits',
  'conversions',
  'run_exits',
  'runs',
  'entry_records',
  'assignments',
  'consent_events',
  'consent_states',
  'contact_points',
  'profile_gates',
] as const;

/**
 * Forgets a person: all that is known of them, what they did, their ways through journeys and the messages they were sent, under every id
 * that turned out to be theirs. What was counted stays counted, and an address that may not be contacted stays one, as its hash. Events
 * that come later make somebody new of them.
 */
export const erasePerson = verb(
  { needs: 'erase-person', action: 'person.erase' },
  async (work: Work, profileId: ProfileId) => {
    const people = await holdPerson(work, profileId);
    await refuseWhileCalling(work, people);
    await countOut(work, people);
    await forgetCallbacks(work, people);
    for (const table of OF_A_PERSON)
      await work.tx.execute(sql`delete from ${sql.identifier(table)} where ${ofThem(work, people)}`);
    await forgetEvents(work, people);
    await work.tx.execute(sql`delete from profile_identities where ${ofThem(work, people)}`);
    // In one statement: those who became another refer to them.
    await work.tx.execute(
      sql`delete from profiles where workspace_id = ${work.workspaceId} and id = any(${sql.param(people)}::uuid[])`,
    );
    return { subject: `person:${profileId}`, answer: undefined };
  },
);

type People = readonly ProfileId[];

function ofThem({ workspaceId }: Work, people: People): SQL {
  return sql`workspace_id = ${workspaceId} and profile_id = any(${sql.param(people)}::uuid[])`;
}

/**
 * Everybody who turned out to be this person, locked with all that others write about them, in the order in which those lock it: person,
 * gates, runs, messages, calls. Whoever comes later waits, and then finds nobody.
 */
async function holdPerson(work: Work, profileId: ProfileId): Promise<People> {
  const { tx } = work;
  const people = await lockPeople(work, profileId);
  const of = ofThem(work, people);
  await tx.execute(sql`select from profile_gates where ${of} order by profile_id for update`);
  await tx.execute(sql`select from runs where ${of} order by profile_id, id for update`);
  await tx.execute(sql`select from messages where ${of} order by id for update`);
  await tx.execute(sql`select from calls where ${of} order by id for update`);
  return people;
}

/** Until nobody has joined them while they were waited for. */
async function lockPeople(work: Work, profileId: ProfileId): Promise<People> {
  const before = await halvesOf(work, profileId);
  if (before.length === 0) throw new JourneyError('not-found', 'There is no such person.');
  await work.tx.execute(
    sql`select from profiles where workspace_id = ${work.workspaceId} and id = any(${sql.param(before)}::uuid[]) order by id for update`,
  );
  // In a statement of its own: one that waits and reads would read what was there before it waited.
  const after = await halvesOf(work, profileId);
  return after.join() === before.join() ? after : lockPeople(work, profileId);
}

async function halvesOf({ tx, workspaceId }: Work, profileId: ProfileId): Promise<People> {
  const rows = await tx.execute<{ id: ProfileId }>(sql`
    with person as (select coalesce(merged_into, id) as id from profiles where workspace_id = ${workspaceId} and id = ${profileId})
    select p.id from profiles p join person on person.id in (p.id, p.merged_into) where p.workspace_id = ${workspaceId} order by p.id`);
  return rows.map(({ id }) => id);
}

/** A call that is under way cannot be called back: whoever hears that they are forgotten is to know that nothing more goes out. */
async function refuseWhileCalling(work: Work, people: People): Promise<void> {
  const { tx, clock } = work;
  const [row] = await tx.execute<{ calls: boolean }>(sql`
    select exists (select from messages where ${ofThem(work, people)} and state = 'sending' and resolve_after > ${clock.sql})
      or exists (select from calls where ${ofThem(work, people)} and state = 'calling' and lease_until > ${clock.sql}) as calls`);
  if (row?.calls)
    throw new JourneyError(
      'wrong-state',
      'A message to this person is leaving at this moment. Try again in a minute; nothing was erased.',
    );
}

/** Those who are inside have left the journey, and stand nowhere in it. */
async function countOut(work: Work, people: People): Promise<void> {
  await work.tx.execute(sql`
    with inside as (
      select workspace_id, journey_id, journey_version_id, step from runs where ${ofThem(work, people)} and ended_at is null
    ),
    counted as (
      select workspace_id, journey_id, journey_version_id, 'entry' as step, 'ended' as kind, 1 as by from inside where step <> 'entry'
      union all select workspace_id, journey_id, journey_version_id, step, 'resting', -1 from inside where step <> 'entry'
    )
    insert into counters (workspace_id, journey_id, journey_version_id, step, kind, port, shard, count)
    select workspace_id, journey_id, journey_version_id, step, kind, '', 0::smallint, sum(by) from counted
    group by 1, 2, 3, 4, 5 order by 3, 4, 5
    ${addToCount}`);
}

/** What a provider said that made no sense is kept for those who look for the reason; not where it speaks of them. */
async function forgetCallbacks(work: Work, people: People): Promise<void> {
  const { tx, workspaceId } = work;
  await tx.execute(sql`
    delete from callbacks c using (
      select address from contact_points where ${ofThem(work, people)}
      union select address from messages where ${ofThem(work, people)} and address is not null
    ) theirs
    where c.workspace_id = ${workspaceId} and c.processed_at is not null and c.body <> '' and strpos(c.body, theirs.address) > 0`);
}

/** Also those of which nobody has learned yet whose they are, by the ids that are this person's. */
async function forgetEvents(work: Work, people: People): Promise<void> {
  const { tx, workspaceId } = work;
  const named = (columns: string): SQL => {
    const column = (name: string): SQL => sql.raw(`${columns}${name}`);
    return sql`exists (select from profile_identities i where i.workspace_id = ${workspaceId} and i.profile_id = any(${sql.param(people)}::uuid[])
      and ((i.kind = 'user' and i.value = ${column('user_id')}) or (i.kind = 'anonymous' and i.value = ${column('anonymous_id')})))`;
  };
  const unlearned = await tx.execute<{ id: string }>(sql`
    select e.id from event_queue q join events e on e.workspace_id = q.workspace_id and e.id = q.event_id
    where q.workspace_id = ${workspaceId} and q.profile_id is null and e.profile_id is null
      and (${named('e.')} or exists (select from profile_identities i where i.workspace_id = ${workspaceId}
        and i.profile_id = any(${sql.param(people)}::uuid[]) and i.value = e.previous_id))`);
  const ids = sql.param(unlearned.map(({ id }) => id));
  const theirs = sql`profile_id = any(${sql.param(people)}::uuid[])`;
  await tx.execute(
    sql`delete from event_queue where workspace_id = ${workspaceId} and (${theirs} or event_id = any(${ids}::uuid[]))`,
  );
  await tx.execute(
    sql`delete from events where workspace_id = ${workspaceId} and (${theirs} or id = any(${ids}::uuid[]))`,
  );
  await tx.execute(
    sql`delete from rejected_events where workspace_id = ${workspaceId} and (${theirs} or ${named('rejected_events.')})`,
  );
}
