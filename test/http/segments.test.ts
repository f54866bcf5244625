import type { Condition, ProfileId } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { newId } from '../../server/ids/index.ts';
import { entrances, outbox, profiles } from '../../server/tables/index.ts';
import { aServer, type Client } from './a-server.ts';
import { read } from './a-shop.ts';

const view = z.object({ id: z.string(), name: z.string(), revision: z.int(), condition: z.unknown() });
const people = z.object({ items: z.array(z.object({ id: z.string() })), next: z.string().optional() });
const problem = z.object({ code: z.string(), title: z.string() });
const tier = (value: string): Condition => ({ kind: 'attribute', path: 'tier', op: 'is', value });
const inside = (segment: string): Condition => ({ kind: 'segment', segment });

async function aShop(tiers: readonly string[] = []) {
  const server = await aServer();
  const client = await server.member();
  const ids = tiers.map(() => newId<ProfileId>());
  const stamps = { createdAt: Date.now(), updatedAt: Date.now() };
  if (ids.length > 0)
    await server.db
      .insert(profiles)
      .values(ids.map((id, n) => ({ workspaceId: client.workspaceId, id, attributes: { tier: tiers[n] }, ...stamps })));
  return { ...server, client, ids };
}
const save = ({ ask }: Client, name: string, condition: Condition) =>
  read(ask('POST', '/segments', { name, condition }), view);
const refusal = async (asked: Promise<Response>) => {
  const answer = await asked;
  return [answer.status, problem.parse(await answer.json()).title];
};

it('keeps a segment under a name that no other one has, and changes it on the revision that was looked at', async () => {
  const { client } = await aShop();
  const { id, revision } = await save(client, 'Gold', tier('gold'));
  expect(await refusal(client.ask('POST', '/segments', { name: ' GOLD', condition: tier('x') }))).toEqual([
    409,
    'There is a segment “GOLD” already.',
  ]);
  const change = (on: number) =>
    client.ask('PUT', `/segments/${id}`, { name: 'Gold', condition: tier('silver') }, { 'if-match': `"${on}"` });
  const changed = await change(revision);
  expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
  expect((await change(revision)).status).toBe(412);
  expect((await client.ask('PUT', `/segments/${id}`, { name: 'Gold', condition: tier('x') })).status).toBe(428);
  expect(await read(client.ask('GET', `/segments/${id}`), view)).toMatchObject({
    condition: tier('silver'),
    revision: 2,
  });
});

it('tells how many are in it and who, page by page, also where only the engine can judge', async () => {
  const tiers = Array.from({ length: 25 }, (_, n) => ['gold', 'Gólden', 'silver'][n % 3] ?? '');
  const { client, ids } = await aShop(tiers);
  const { id } = await save(client, 'Golden', { kind: 'attribute', path: 'tier', op: 'matches', value: '(?i)^g.ld' });
  const expected = ids.filter((_, n) => n % 3 < 2);
  expect(await read(client.ask('GET', `/segments/${id}/size`), z.looseObject({ people: z.int() }))).toMatchObject({
    people: expected.length,
  });
  const seen: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const page: z.infer<typeof people> = await read(
      client.ask('GET', `/segments/${id}/people?limit=4${cursor === '' ? '' : `&cursor=${cursor}`}`),
      people,
    );
    seen.push(...page.items.map((one) => one.id));
    cursor = page.next;
  }
  expect(seen).toEqual(expected);
});

it('asks what another segment asks now, and lets none hold itself', async () => {
  const { client, ids } = await aShop(['gold', 'silver', 'gold']);
  const gold = await save(client, 'Gold', tier('gold'));
  const rest = await save(client, 'Rest', { kind: 'not', of: inside(gold.id) });
  const members = async () =>
    (await read(client.ask('GET', `/segments/${rest.id}/people`), people)).items.map(({ id }) => id);
  expect(await members()).toEqual([ids[1]]);
  const change = (condition: Condition) =>
    client.ask('PUT', `/segments/${gold.id}`, { name: 'Gold', condition }, { 'if-match': '"1"' });
  expect(await refusal(change(inside(rest.id)))).toEqual([422, 'A segment cannot hold itself.']);
  expect(await refusal(change(inside(newId())))).toEqual([422, 'One of the segments it names is not there.']);
  expect((await change(tier('silver'))).status).toBe(200);
  expect(await members()).toEqual([ids[0], ids[2]]);
});

it('takes no condition that looks at a journey or an event', async () => {
  const { client } = await aShop();
  const conditions: readonly Condition[] = [
    { kind: 'property', path: 'value', op: 'exists' },
    { kind: 'not', of: { kind: 'variable', path: 'answer', op: 'exists' } },
    { kind: 'message', did: 'clicked' },
    { kind: 'metric', metric: { rate: 'delivery', within: 'P7D' }, op: 'less', value: 1 },
    { kind: 'events', event: 'Order', measure: 'count', since: 'entry', op: 'at-least', value: 1 },
    { kind: 'events', event: 'Order', measure: 'count', within: 'P1M', op: 'at-least', value: 1 },
  ];
  const nonsense = [{ kind: 'mood' }, {}, { kind: 'all' }];
  for (const [n, condition] of [...conditions, ...nonsense].entries())
    expect([n, (await refusal(client.ask('POST', '/segments', { name: 'x', condition })))[0]]).toEqual([n, 422]);
});

it('lets a segment enter once, with the first version that asks for it, and again when it is asked to', async () => {
  const { client, ids, db } = await aShop(['gold', 'silver', 'gold']);
  const { id: segment } = await save(client, 'Gold', tier('gold'));
  const draft = (name: string) => ({
    ...aJourney().end().with({ name }).document(),
    entry: { kind: 'segment', segment },
  });
  const journey = await read(
    client.ask('POST', '/journeys', { document: draft('Offer') }),
    z.object({ id: z.string() }),
  );
  const publish = (revision: number) =>
    client.ask('POST', `/journeys/${journey.id}/publish`, {}, { 'if-match': `"${revision}"` });
  const crowds = async () =>
    (
      await read(
        client.ask('GET', `/journeys/${journey.id}/entrances`),
        z.object({ items: z.array(z.looseObject({ cause: z.string(), state: z.string(), segmentId: z.string() })) }),
      )
    ).items.map(({ cause, state, segmentId }) => ({ cause, state, segmentId }));
  const letIn = () =>
    read(client.ask('POST', `/journeys/${journey.id}/entrances`), z.object({ entranceId: z.string() }));
  expect((await publish(1)).status).toBe(201);
  const first = { cause: 'published', state: 'running', segmentId: segment };
  expect(await crowds()).toEqual([first]);
  expect(await db.select({ upTo: entrances.upTo }).from(entrances)).toEqual([{ upTo: ids.at(-1) }]);
  // One that is on its way in is the answer, however often and at once it is asked for.
  expect(new Set((await Promise.all([letIn(), letIn()])).map(({ entranceId }) => entranceId)).size).toBe(1);
  expect(await crowds()).toHaveLength(1);
  await db.update(entrances).set({ state: 'done', endedAt: 0 });
  await client.ask('PUT', `/journeys/${journey.id}/draft`, { document: draft('Offers') }, { 'if-match': '"1"' });
  expect((await publish(2)).status).toBe(201);
  expect(await crowds()).toHaveLength(1);
  expect(new Set((await Promise.all([letIn(), letIn()])).map(({ entranceId }) => entranceId)).size).toBe(1);
  expect(await crowds()).toEqual([
    { ...first, cause: 'asked' },
    { ...first, state: 'done' },
  ]);
  expect(await db.$count(outbox, eq(outbox.kind, 'entrance'))).toBeGreaterThan(1);
});

it('publishes no journey whose segment is not there', async () => {
  const { client } = await aShop();
  const { id: segment } = await save(client, 'Gold', tier('gold'));
  await client.ask('POST', `/segments/${segment}/archive`);
  for (const gone of [segment, newId(), 'gold']) {
    const document = { ...aJourney().end().document(), entry: { kind: 'segment', segment: gone } };
    const journey = await read(client.ask('POST', '/journeys', { document }), z.object({ id: z.string() }));
    const asked = client.ask('POST', `/journeys/${journey.id}/publish`, {}, { 'if-match': '"1"' });
    expect(await refusal(asked)).toEqual([
      422,
      'The segment whose people enter is not there any more. Choose another one.',
    ]);
    expect((await client.ask('POST', `/journeys/${journey.id}/entrances`)).status).toBe(409);
  }
});

it('is not archived while a live journey or another segment uses it', async () => {
  const { client } = await aShop();
  const gold = await save(client, 'Gold', tier('gold'));
  const rest = await save(client, 'Rest', { kind: 'not', of: inside(gold.id) });
  const archive = (id: string) => client.ask('POST', `/segments/${id}/archive`);
  expect(await refusal(archive(gold.id))).toEqual([409, 'The segment “Rest” uses this segment. Change that first.']);
  expect((await archive(rest.id)).status).toBe(204);
  const document = aJourney()
    .entry('Signed Up', { where: inside(gold.id) })
    .end()
    .with({ name: 'Welcome' })
    .document();
  const journey = await read(client.ask('POST', '/journeys', { document }), z.object({ id: z.string() }));
  expect((await client.ask('POST', `/journeys/${journey.id}/publish`, {}, { 'if-match': '"1"' })).status).toBe(201);
  expect(await refusal(archive(gold.id))).toEqual([409, 'The journey “Welcome” uses this segment. Change that first.']);
  await client.ask('POST', `/journeys/${journey.id}/stop`);
  expect((await archive(gold.id)).status).toBe(204);
  expect(await refusal(archive(gold.id))).toEqual([409, 'This segment is archived.']);
  expect(await read(client.ask('GET', '/segments'), z.object({ items: z.array(z.unknown()) }))).toEqual({ items: [] });
  expect(await save(client, 'Gold', tier('gold'))).toMatchObject({ name: 'Gold' });
});
