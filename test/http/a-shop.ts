import {
  brandId,
  type EventId,
  type JourneyId,
  type JourneyVersionId,
  type MessageId,
  type ProfileId,
  type RunId,
} from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../server/database/index.ts';
import { newId } from '../../server/ids/index.ts';
import { events, messages, profileIdentities, profiles, providers, runs } from '../../server/tables/index.ts';
import type { Client } from './a-server.ts';

/** A word that stands in everything of this shop that a page could show. */
export const MARK = 'zanzibar';

export const document = aJourney()
  .entry('Signed Up')
  .sms('Hello')
  .end()
  .with({ name: `Welcome to ${MARK}` })
  .document();

export interface Shop {
  readonly journeyId: JourneyId;
  readonly versionId: JourneyVersionId;
  readonly profileId: ProfileId;
  readonly runId: RunId;
  readonly messageId: MessageId;
  readonly sourceId: string;
  readonly segmentId: string;
  readonly keyId: string;
  readonly providerId: string;
  readonly eventId: EventId;
}

/** A workspace with one of everything: a live journey, a person in it, an event, a message, a source, a segment, a secret, a test provider. */
export async function fillShop(db: Database, { ask, workspaceId }: Client): Promise<Shop> {
  const journey = await read(ask('POST', '/journeys', { document }), z.object({ id: z.string(), revision: z.int() }));
  const published = await read(
    ask('POST', `/journeys/${journey.id}/publish`, { note: MARK }, { 'if-match': `"${journey.revision}"` }),
    z.object({ versionId: z.string() }),
  );
  const source = await read(ask('POST', '/sources', { name: MARK, kind: 'server' }), z.object({ id: z.string() }));
  const key = await read(ask('POST', '/keys', { name: MARK, role: 'viewer' }), z.object({ id: z.string() }));
  const condition = { kind: 'attribute', path: 'firstName', op: 'is', value: MARK };
  const segment = await read(ask('POST', '/segments', { name: MARK, condition }), z.object({ id: z.string() }));
  await ask('PUT', `/secrets/${MARK}`, { value: MARK });
  const [profileId, runId, messageId] = [newId<ProfileId>(), newId<RunId>(), newId<MessageId>()];
  const [journeyId, versionId] = [brandId<JourneyId>(journey.id), brandId<JourneyVersionId>(published.versionId)];
  const at = Date.now() - 60_000;
  const own = { workspaceId, profileId };
  await db
    .insert(profiles)
    .values({ workspaceId, id: profileId, attributes: { firstName: MARK }, createdAt: at, updatedAt: at });
  await db.insert(profileIdentities).values({ ...own, kind: 'user', value: MARK, createdAt: at });
  const entry = { name: 'Signed Up', properties: {}, at };
  const since = { arrivedAt: at, enteredAt: at, createdAt: at, dueAt: at + 3_600_000 };
  await db.insert(runs).values({
    ...own,
    ...since,
    id: runId,
    journeyId,
    journeyVersionId: versionId,
    step: 'sms',
    visit: 1,
    phase: 'waiting',
    entry,
  });
  const providerId = newId();
  const account = { channel: 'sms', adapter: 'sandbox-sms', name: MARK, rate: 10 } as const;
  await db.insert(providers).values({ ...account, workspaceId, id: providerId, nextFreeAt: at, createdAt: at });
  const content = { body: MARK };
  await db.insert(messages).values({
    ...own,
    id: messageId,
    runId,
    journeyId,
    journeyVersionId: versionId,
    step: 'sms',
    visit: 1,
    channel: 'sms',
    purpose: 'marketing',
    spec: { channel: 'sms', purpose: 'marketing', content, whenHeld: { quietHours: 'defer', frequencyCap: 'defer' } },
    plannedAt: at,
  });
  const eventId = newId<EventId>();
  await db
    .insert(events)
    .values({ ...own, id: eventId, messageId: MARK, type: 'track', name: MARK, at, receivedAt: at });
  const ofOthers = { sourceId: source.id, segmentId: segment.id, keyId: key.id };
  return { journeyId, versionId, profileId, runId, messageId, ...ofOthers, providerId, eventId };
}

/** What callbacks that were refused leave behind for their provider. */
const NOTED = ['refused_callbacks'];

/** Every row of every table that one workspace holds. */
export async function everythingOf(db: Database, workspaceId: string): Promise<string> {
  const tables = await db.execute<{ name: string }>(sql`
    select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE'`);
  const rows = await db.execute<{ row: unknown }>(
    sql.join(
      tables
        .filter(({ name }) => !NOTED.includes(name))
        .map(
          ({ name }) =>
            sql`select to_jsonb(t) as row from ${sql.identifier(name)} t where workspace_id = ${workspaceId}`,
        ),
      sql` union all `,
    ),
  );
  return JSON.stringify(rows.map(({ row }) => JSON.stringify(row)).sort());
}

/** The answer, as far as a test is about it. */
export async function read<Schema extends z.ZodType>(
  asked: Promise<Response>,
  schema: Schema,
): Promise<z.output<Schema>> {
  const answer = await asked;
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return schema.parse(JSON.parse(text));
}
