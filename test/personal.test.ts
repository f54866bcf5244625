import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aDatabase } from './harness/index.ts';

/**
 * Every column that can hold words and stands in no row of a person, judged. Ids, instants and numbers need no word. A row with a
 * `profile_id` is a person's: whoever is forgotten goes with it.
 */
const personal: Readonly<Record<string, string>> = {
  'profiles: attributes time_zone language country': 'the person themselves: the id is the profile id',
  'events: trace_parent message_id type name user_id anonymous_id previous_id properties traits context':
    'carries profile_id, which is filled in when it is learned',
  'rejected_events: excerpt user_id anonymous_id':
    'kept for thirty days, with the ids by which it is found, and profile_id where somebody was learned',
  'callbacks: body': 'emptied when it is understood; what made no sense is kept for thirty days',
};
const ofNobody: Readonly<Record<string, string>> = {
  'workspaces: name time_zone': 'of the shop',
  'users: id name email image': 'who works with Wend, not whom a shop writes to',
  'accounts: id account_id provider_id user_id access_token refresh_token id_token scope password': 'of a user',
  'sessions: id token user_id ip_address user_agent': 'of a user',
  'verifications: id identifier value': 'of a user',
  'members: user_id role': 'of a user',
  'api_keys: name role key_hash key_hint': 'of a program',
  'audit_log: actor action subject detail': 'who of the shop did what to which id: runs and messages by id alone',
  'callbacks: headers error': 'no header is kept; errors name what is wrong, never what was said',
  'convoys: queue phase': 'states',
  'counters: step kind port': 'of a journey',
  'entrances: cause condition state': 'what a marketer wrote, and how far it is',
  'event_ids: message_id': "a message's own id, made by who sends it",
  'event_names: kind event name shape': 'names and what their values are, without a value',
  'event_queue: stage error': 'a place in a line; errors name what is wrong, never the value',
  'frequency_caps: channel within': 'rules of the shop',
  'journeys: name state draft': 'what a marketer wrote',
  'journey_versions: document hash compiled note author diff': 'what a marketer wrote',
  'outbox: kind': 'a state',
  'providers: channel adapter name config': 'of the shop',
  'quiet_hours: country channel allow source checked_on': 'of a country',
  'rejected_events: reason field': 'what is wrong, and where: a path, never a value',
  'secrets: name sealed': 'of the shop, sealed',
  'segments: name condition': 'what a marketer wrote',
  'sources: name kind key_hash key_hint protected_attributes': 'of the shop',
  'suppressions: channel address_hash reason':
    'an HMAC that outlives who is forgotten, so that they are not written to again',
  'topics: key name channel purpose': 'of the shop',
};

const columnsIn = (judged: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(judged).flatMap((key) => {
    const [table = '', columns = ''] = key.split(': ');
    return columns.split(' ').map((column) => `${table}.${column}`);
  });

it('holds words about a person only beside their profile, or for a while', async () => {
  const { db } = await aDatabase();
  const found = await db.execute<{ name: string }>(sql`
    select c.table_name || '.' || c.column_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
      and c.data_type not in ('uuid', 'boolean', 'smallint', 'integer', 'bigint', 'numeric', 'double precision', 'timestamp with time zone')
      and not exists (select from information_schema.columns p where p.table_schema = 'public' and p.table_name = c.table_name
        and p.column_name = 'profile_id' and p.is_nullable = 'NO')`);
  expect(found.map(({ name }) => name).sort()).toEqual([...columnsIn(personal), ...columnsIn(ofNobody)].sort());
});
