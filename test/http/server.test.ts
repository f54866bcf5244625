import { journeyDocument } from '@wend/engine';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { demoJourneys } from '../../server/demo/journeys.ts';
import { loadNodes } from '../../server/nodes/index.ts';
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
