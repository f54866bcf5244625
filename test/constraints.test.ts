import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { causeOf } from '../server/database/index.ts';
import { aDatabase } from './harness/index.ts';

const W = '00000000-0000-7000-8000-000000000001';
const other = '00000000-0000-7000-8000-000000000002';

it.each([
  ['profiles_workspace_id_merged_into_profiles_workspace_id_id_fk', sql`update profiles set merged_into = ${other}`],
  ['journeys_live_version_of_journey', sql`update journeys set live_version_id = ${other}`],
  ['journeys_state', sql`update journeys set state = 'asleep', live_version_id = id where id = ${W}`],
  ['sources_kind', sql`update sources set kind = 'fax'`],
  [
    'consent_events_action',
    sql`insert into consent_events (workspace_id, profile_id, id, channel, action, source, at) values (${W}, ${W}, ${W}, 'sms', 'perhaps', 'test', now())`,
  ],
  [
    'rejected_events_workspace_id_source_id_sources_workspace_id_id_fk',
    sql`insert into rejected_events (workspace_id, id, source_id, reason, excerpt, received_at) values (${W}, ${W}, ${other}, '', '', now())`,
  ],
  [
    'runs_workspace_id_journey_version_id_journey_id_journey_versions_workspace_id_id_journey_id_fk',
    sql`insert into runs (workspace_id, profile_id, id, journey_id, journey_version_id, arrived_at, entry, entered_at, due_at, created_at)
      values (${W}, ${W}, ${W}, ${other}, ${W}, now(), '{}', now(), now(), now())`,
  ],
  [
    'wakes_workspace_id_profile_id_wait_id_waits_workspace_id_profile_id_id_fk',
    sql`with run as (
        insert into runs (workspace_id, profile_id, id, journey_id, journey_version_id, arrived_at, entry, entered_at, due_at, created_at)
        values (${W}, ${W}, ${W}, ${W}, ${W}, now(), '{}', now(), now(), now())
      ) insert into wakes (workspace_id, profile_id, wait_id, run_id, kind, at) values (${W}, ${W}, ${other}, ${W}, 'event', now())`,
  ],
])('holds in the database: %s', async (name, statement) => {
  const { db } = await aDatabase();
  await db.execute(sql`insert into workspaces (id, name, created_at) values (${W}, 'Shop', now())`);
  await db.execute(
    sql`insert into profiles (workspace_id, id, created_at, updated_at) values (${W}, ${W}, now(), now())`,
  );
  await db.execute(
    sql`insert into journeys (workspace_id, id, name, draft, draft_updated_at, created_at) values (${W}, ${W}, 'A', '{}', now(), now()), (${W}, ${other}, 'B', '{}', now(), now())`,
  );
  await db.execute(sql`
    insert into journey_versions (workspace_id, id, journey_id, number, document, hash, author, published_at)
    values (${W}, ${W}, ${W}, 1, '{}', '', '', now())`);
  await db.execute(sql`
    insert into sources (workspace_id, id, name, kind, key_hash, key_hint, created_at) values (${W}, ${W}, 'A', 'server', 'a', 'a', now())`);
  expect(await db.execute(statement).then(() => 'accepted', causeOf)).toContain(`"${name.slice(0, 63)}"`);
});
