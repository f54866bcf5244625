import { journeyDocument } from '@wend/engine';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { demoJourneys } from '../../server/demo/journeys.ts';
import { loadNodes } from '../../server/nodes/index.ts';
import { type About, noLog } from '../../server/watch/log.ts';
import { aServer, ORIGIN } from './a-server.ts';

it("hands the operator's own step types to the editor by the hash of their code", async () => {
  const hash = 'a'.repeat(64);
  const { nodeTypes } = await loadNodes(undefined);
  const script = 'export default { type: "sms" }';
  const nodeModules = { modules: new Map([[hash, script]]), moduleOf: new Map([['sms', hash]]) };
  const { member, app } = await aServer({ nodeTypes, nodeModules });
  const { ask } = await member();
  const { items } = z
    .object({ items: z.array(z.looseObject({})) })
    .parse(await (await ask('GET', '/node-types')).json());
  expect(items).toContainEqual(
    expect.objectContaining({ type: 'sms', custom: true, module: `/node-types/${hash}.js` }),
  );
  expect(items).toContainEqual(expect.objectContaining({ type: 'email', custom: false }));
  const module = await app.request(`${ORIGIN}/node-types/${hash}.js`, { headers: { host: 'localhost:4600' } });
  expect(await module.text()).toBe(script);
  expect(module.headers.get('content-type')).toMatch('text/javascript');
  expect(module.headers.get('cache-control')).toMatch('immutable');
  const other = await app.request(`${ORIGIN}/node-types/${'b'.repeat(64)}.js`, { headers: { host: 'localhost:4600' } });
  expect(other.status).toBe(404);
});

it('answers under the id that a caller brings, where it is one, and logs what was changed under it', async () => {
  const told: unknown[] = [];
  const note = (words: string, about?: About) => told.push({ words, ...about });
  const { member, app } = await aServer({ log: { ...noLog, info: note } });
  const { ask, workspaceId } = await member();
  const answer = await ask('POST', '/sources', { name: 'Shop', kind: 'server' }, { 'x-request-id': 'shop-0042' });
  expect(answer.headers.get('x-request-id')).toBe('shop-0042');
  expect(told).toEqual([
    {
      ...{ words: 'Answered', requestId: 'shop-0042', workspaceId, method: 'POST', status: answer.status },
      ...{ route: '/api/w/:workspaceId/sources', tookMs: expect.any(Number) },
    },
  ]);
  // No id is what could be anything else, or could break a line.
  for (const wrong of ['short', 'grace@customers.example', 'x'.repeat(65), 'shop 0042'])
    expect((await ask('GET', '/sources', undefined, { 'x-request-id': wrong })).headers.get('x-request-id')).toMatch(
      /^[0-9a-f-]{36}$/,
    );
  const headers = { 'x-request-id': 'shop-0043' };
  const refused = await app.request(`${ORIGIN}/v1/track`, { method: 'POST', body: '{}', headers });
  expect([refused.status, refused.headers.get('x-request-id')]).toEqual([401, 'shop-0043']);
  expect(await refused.json()).toMatchObject({ code: 'write-key', requestId: 'shop-0043' });
  expect(told).toHaveLength(1);
});

it('says as JSON Schema what a journey is, and means what it takes in', async () => {
  const { app } = await aServer();
  const answer = await app.request(`${ORIGIN}/journey.schema.json`, { headers: { host: 'localhost:4600' } });
  const schema = z.looseObject({}).parse(await answer.json());
  expect(schema).toMatchObject({
    $schema: expect.stringContaining('2020-12'),
    type: 'object',
    additionalProperties: false,
  });
  const read = z.fromJSONSchema(schema);
  for (const journey of demoJourneys) expect(read.safeParse(journey).success).toBe(true);
  const [first] = demoJourneys;
  const wrong = [
    {},
    { ...first, format: 2 },
    { ...first, edges: [{ from: 1 }] },
    { ...first, surprise: true },
    { ...first, entry: {} },
  ];
  for (const journey of wrong)
    expect([read, journeyDocument].map((one) => one.safeParse(journey).success)).toEqual([false, false]);
});
