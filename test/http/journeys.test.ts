import { aJourney } from '@wend/engine/testing';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { aServer, type Client } from './a-server.ts';
import { document, fillShop, read } from './a-shop.ts';

const revision = (n: number) => ({ 'if-match': `"${n}"` });
const created = z.object({ id: z.string(), revision: z.int() });

async function aDraft() {
  const server = await aServer();
  const { ask, workspaceId } = await server.member();
  const { id } = await read(ask('POST', '/journeys', { document }), created);
  return { ...server, ask, id, workspaceId, at: `/journeys/${id}` };
}
const named = (name: string) => ({ document: { ...document, name } });

it('saves a draft on the revision it was made from, and tells the later one what stands', async () => {
  const { ask, at } = await aDraft();
  expect((await ask('GET', at)).headers.get('etag')).toBe('"1"');
  expect((await ask('PUT', `${at}/draft`, named('No revision'))).status).toBe(428);
  expect((await ask('PUT', `${at}/draft`, named('Weak'), { 'if-match': '*' })).status).toBe(428);
  const saved = await ask('PUT', `${at}/draft`, named('First'), revision(1));
  expect([saved.status, saved.headers.get('etag'), await saved.json()]).toEqual([
    200,
    '"2"',
    { revision: 2, problems: [] },
  ]);
  const late = await ask('PUT', `${at}/draft`, named('Second'), revision(1));
  expect(late.status).toBe(412);
  expect(await late.json()).toMatchObject({
    code: 'revision-changed',
    detail: { revision: 2, draft: { name: 'First' } },
  });
});

it('lets one of two who save at the same moment win', async () => {
  const { ask, at } = await aDraft();
  const both = await Promise.all(['One', 'Other'].map((name) => ask('PUT', `${at}/draft`, named(name), revision(1))));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
});

it('refuses to publish what cannot run, and says what is wrong and where', async () => {
  const { ask, at, db } = await aDraft();
  const broken = aJourney().entry('Signed Up').sms('').end().document();
  await ask('PUT', `${at}/draft`, { document: broken }, revision(1));
  const answer = await ask('POST', `${at}/publish`, { note: '' }, revision(2));
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    code: 'has-problems',
    problems: expect.arrayContaining([expect.objectContaining({ step: 'sms', severity: 'error' })]),
  });
  const [left] = await db.execute<{ n: number }>(sql`select count(*)::int as n from journey_versions`);
  expect(left?.n).toBe(0);
});

it('freezes what is published: its hash, its author, its note, and what is different', async () => {
  const { ask, at, db } = await aDraft();
  const publish = (n: number, note: string) => ask('POST', `${at}/publish`, { note }, revision(n));
  expect((await publish(7, '')).status).toBe(412);
  expect((await publish(1, 'The first')).status).toBe(201);
  await ask('PUT', `${at}/draft`, named('Renamed'), revision(1));
  const live = await (await ask('GET', at)).json();
  expect(live).toMatchObject({
    state: 'live',
    hasChanges: true,
    live: { number: 1, note: 'The first', author: 'Ada' },
  });
  expect((await publish(2, 'The second')).status).toBe(201);
  const { items } = await read(
    ask('GET', `${at}/versions`),
    z.object({ items: z.array(z.looseObject({ number: z.int(), diff: z.unknown() })) }),
  );
  expect(items.map(({ number }) => number)).toEqual([2, 1]);
  expect(items[0]?.diff).not.toBeNull();
  const rows = await db.execute<{ hash: string; name: string }>(
    sql`select hash, document ->> 'name' as name from journey_versions order by number`,
  );
  expect(rows.map(({ name }) => name)).toEqual([document.name, 'Renamed']);
  expect(new Set(rows.map(({ hash }) => hash)).size).toBe(2);
});

it('pauses, goes on and stops, each from where it may, and deletes only what was never published', async () => {
  const { ask, at } = await aDraft();
  const status = async (verb: string, body?: unknown) => (await ask('POST', `${at}/${verb}`, body)).status;
  const resume = { catchUp: { kind: 'now' } };
  expect(await status('pause')).toBe(409);
  expect(await status('resume', resume)).toBe(409);
  await ask('POST', `${at}/publish`, { note: '' }, revision(1));
  expect([await status('pause'), await status('pause'), await status('resume', resume), await status('stop')]).toEqual([
    204, 409, 204, 204,
  ]);
  expect((await ask('DELETE', at)).status).toBe(409);
  const copy = await read(ask('POST', `${at}/duplicate`), created);
  expect((await ask('DELETE', `/journeys/${copy.id}`)).status).toBe(204);
  expect((await ask('GET', `/journeys/${copy.id}`)).status).toBe(404);
});

it('writes down who did what, every time', async () => {
  const { ask, at, db, id } = await aDraft();
  await ask('PUT', `${at}/draft`, named('B'), revision(1));
  await ask('POST', `${at}/publish`, { note: '' }, revision(2));
  await ask('POST', `${at}/pause`);
  await ask('POST', `${at}/resume`, { catchUp: { kind: 'spread', hours: 2 } });
  await ask('POST', `${at}/enter`, { userId: 'ada' });
  await ask('POST', `${at}/stop`);
  const log = await db.execute<{ action: string; actor: string; subject: string }>(
    sql`select action, actor, subject from audit_log order by id`,
  );
  const actions = ['create', 'save-draft', 'publish', 'pause', 'resume', 'enter', 'stop'];
  expect(log.map(({ action }) => action)).toEqual(actions.map((action) => `journey.${action}`));
  expect(new Set(log.map(({ subject }) => subject))).toEqual(new Set([`journey:${id}`]));
  expect(new Set(log.map(({ actor }) => actor))).toEqual(new Set([expect.stringMatching(/^user:/)]));
});

it('lets somebody in by way of an event that only the product may send', async () => {
  const { ask, at, db, id } = await aDraft();
  expect((await ask('POST', `${at}/enter`, { userId: 'ada' })).status).toBe(409);
  await ask('POST', `${at}/publish`, { note: '' }, revision(1));
  const { eventId } = await read(
    ask('POST', `${at}/enter`, { userId: 'ada', properties: { cart: 'c1' } }),
    z.object({ eventId: z.string() }),
  );
  const [event] = await db.execute(
    sql`select e.name, e.user_id, e.properties, q.stage from events e join event_queue q on q.event_id = e.id where e.id = ${eventId}`,
  );
  expect(event).toEqual({ name: `$enter:${id}`, user_id: 'ada', properties: { cart: 'c1' }, stage: 'learn' });
});

const page = z.object({ items: z.array(z.looseObject({})), next: z.string().optional() });

/** Every item of a list, page after page. */
async function turned({ ask }: Client, path: string, limit: number) {
  const seen: Record<string, unknown>[] = [];
  let cursor: string | undefined;
  do {
    const query = `limit=${limit}${cursor === undefined ? '' : `&cursor=${cursor}`}`;
    const { items, next } = await read(ask('GET', `${path}${path.includes('?') ? '&' : '?'}${query}`), page);
    expect(items.length).toBeLessThanOrEqual(limit);
    seen.push(...items);
    cursor = next;
  } while (cursor !== undefined);
  return seen;
}
const idsOf = (items: readonly Record<string, unknown>[]) => items.map(({ id }) => String(id));

it('turns pages by cursor, each person once', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const { profileId } = await fillShop(db, client);
  await db.execute(sql`
    insert into profiles (workspace_id, id, attributes, created_at, updated_at)
    select ${client.workspaceId}, gen_random_uuid(), '{}', now(), now() from generate_series(1, 24)`);
  const seen = idsOf(await turned(client, '/profiles', 10));
  expect(seen).toHaveLength(25);
  expect(new Set(seen).size).toBe(25);
  expect(seen).toContain(profileId);
  expect((await client.ask('GET', '/profiles?limit=1000')).status).toBe(422);
});

it('turns the pages of journeys, the last changed first, and finds them by name', async () => {
  const { member } = await aServer();
  const client = await member();
  for (let n = 0; n < 7; n += 1) await client.ask('POST', '/journeys', named(`Journey ${n}`));
  const names = (await turned(client, '/journeys', 3)).map(({ name }) => name);
  expect(names).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `Journey ${n}`));
  expect((await turned(client, '/journeys?q=NEY%203', 3)).map(({ name }) => name)).toEqual(['Journey 3']);
  expect(await turned(client, '/journeys?q=%25', 3)).toEqual([]);
});

it('turns the pages of what a person did, by when it happened', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const { profileId } = await fillShop(db, client);
  await db.execute(sql`
    insert into events (workspace_id, id, profile_id, type, name, message_id, at, received_at, properties)
    select ${client.workspaceId}, gen_random_uuid(), ${profileId}, 'track', 'Seen ' || n, gen_random_uuid(), now() - n / 3 * interval '1 hour', now(), '{}'
    from generate_series(1, 12) n`);
  const seen = await turned(client, `/profiles/${profileId}/events`, 5);
  const times = seen.map(({ at: when }) => Date.parse(String(when)));
  expect(new Set(idsOf(seen)).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThanOrEqual(12);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});

it('turns the pages of refused events', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const { sourceId } = await fillShop(db, client);
  await db.execute(sql`
    insert into rejected_events (workspace_id, id, source_id, reason, excerpt, received_at)
    select ${client.workspaceId}, gen_random_uuid(), ${sourceId}, 'No name', '{}', now() from generate_series(1, 7)`);
  expect(new Set(idsOf(await turned(client, '/events/rejected', 3))).size).toBe(7);
});

it('tells a long way part by part, the latest first, and the whole path with each', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const { runId, profileId } = await fillShop(db, client);
  await db.execute(sql`
    insert into visits (workspace_id, profile_id, run_id, step, n, at, left_at, port, to_step, reason)
    select ${client.workspaceId}, ${profileId}, ${runId}, 'wait', n, now() - (100 - n) * interval '1 minute', now() - (99 - n) * interval '1 minute', 'next', 'wait', '{"text":"Again"}'
    from generate_series(1, 25) n`);
  const part = z.object({
    path: z.array(z.object({ step: z.string() })),
    timeline: z.array(z.object({ at: z.string(), kind: z.string() })),
    earlier: z.number().optional(),
  });
  const told: { at: string; kind: string }[] = [];
  let before = '';
  for (;;) {
    const { path, timeline, earlier } = await read(client.ask('GET', `/runs/${runId}?limit=10${before}`), part);
    expect([timeline.length <= 10, path.length]).toEqual([true, 25]);
    told.unshift(...timeline);
    if (earlier === undefined) break;
    before = `&before=${earlier}`;
  }
  expect(told.filter(({ kind }) => kind === 'visit')).toHaveLength(25);
  expect(told.map(({ kind }) => kind)).toContain('entered');
  expect(told.map(({ at: when }) => when)).toEqual(told.map(({ at: when }) => when).toSorted());
});

it('counts who has entered before anything has moved them, as while it is paused', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const { runId, journeyId } = await fillShop(db, client);
  const numbers = () =>
    read(client.ask('GET', `/journeys/${journeyId}/numbers`), z.object({ entered: z.number(), inside: z.number() }));
  const before = await numbers();
  await db.execute(sql`update runs set step = 'entry' where id = ${runId}`);
  expect(await numbers()).toEqual({ entered: before.entered + 1, inside: before.inside + 1 });
});

it('tells what is still to come last, in the person’s own time zone, and why they left once', async () => {
  const { member, db } = await aServer();
  const client = await member();
  const { runId, profileId } = await fillShop(db, client);
  const way = z.object({
    run: z.object({ timeZone: z.string() }),
    timeline: z.array(z.object({ kind: z.string(), text: z.string() })),
  });
  const told = () => read(client.ask('GET', `/runs/${runId}?limit=10`), way);
  expect((await told()).run.timeZone, 'where nothing is known of theirs').toBe('UTC');
  await db.execute(sql`update profiles set time_zone = 'Asia/Tokyo' where id = ${profileId}`);
  await db.execute(sql`
    insert into visits (workspace_id, profile_id, run_id, step, n, at)
    values (${client.workspaceId}, ${profileId}, ${runId}, 'sms', 1, now() - interval '1 hour')`);
  // Held back, and its new time has passed: it is still to be sent.
  await db.execute(sql`
    update messages set deferrals = jsonb_build_array(jsonb_build_object('gate', 'quiet-hours', 'why', 'Quiet hours', 'at', now()))
    where run_id = ${runId}`);
  await db.execute(sql`update runs set due_at = now() - interval '30 minutes' where id = ${runId}`);
  const before = await told();
  expect(before.run.timeZone).toBe('Asia/Tokyo');
  expect(before.timeline.map(({ kind }) => kind).slice(-2)).toEqual(['deferral', 'planned']);
  expect(before.timeline.at(-1)?.text).toMatch(/^Planned/);

  const why = '{"text":"Not sent: no consent"}';
  await db.execute(sql`update visits set left_at = now(), port = 'next', reason = ${why} where run_id = ${runId}`);
  await db.execute(sql`
    update runs set phase = 'ended', due_at = null, ended_at = now(), exited_at = now(), end_reason = ${why} where id = ${runId}`);
  const texts = (await told()).timeline.map(({ text }) => text);
  expect(texts.filter((text) => text.startsWith('Not sent'))).toHaveLength(1);
});
