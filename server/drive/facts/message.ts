import { durationMs, type Engagement } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { epochMs, records } from '../../database/index.ts';
import type { FactReader } from './context.ts';
import { presentPerson } from './present-person.ts';

const doneAt: Record<Engagement, SQL> = {
  sent: sql`case when m.state in ('accepted', 'sending', 'unknown') then m.sending_at end`,
  delivered: sql`m.delivered_at`,
  opened: sql`m.opened_at`,
  clicked: sql`m.clicked_at`,
  replied: sql`m.replied_at`,
  bounced: sql`m.bounced_at`,
};

/** What the person did with messages of this journey, of one of its steps, or of a channel whatever the journey; also as whom they were before a join. */
export const messageFact: FactReader<'message'> = async ({ db, workspaceId, now }, request, runs) => {
  const at = doneAt[request.did];
  const since = request.within === undefined ? undefined : now - durationMs(request.within);
  const given = runs.map(({ id, profileId, journeyId }) => ({ runId: id, profileId, journeyId, since }));
  const rows = await db.execute<{ run_id: string; count: string; last_at: string }>(sql`
    select given.run_id, count(*) as count, ${epochMs(sql`max(${at})`)} as last_at
    from ${records('given', given, { runId: 'uuid', profileId: 'uuid', journeyId: 'uuid', since: 'instant' })}
    cross join lateral (select ${presentPerson(workspaceId, sql`given.profile_id`)} as person) present
    cross join lateral (
      select present.person as id union all select p.id from profiles p where p.workspace_id = ${workspaceId} and p.merged_into = present.person
    ) known_as
    join messages m on m.workspace_id = ${workspaceId} and m.profile_id = known_as.id
    where ${at} is not null and (given.since is null or ${at} > given.since)
      and ${request.step === undefined ? sql`true` : sql`m.step = ${request.step}`}
      and ${request.channel === undefined ? sql`m.journey_id = given.journey_id` : sql`m.channel = ${request.channel}`}
    group by given.run_id`);
  const found = new Map(
    rows.map((row) => [row.run_id, { count: Number(row.count), sum: 0, lastAt: Number(row.last_at) }]),
  );
  return runs.map((run) => found.get(run.id) ?? { count: 0, sum: 0 });
};
