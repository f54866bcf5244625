import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { apiDocument, listed } from '../../server/http/document.ts';
import { aServer, ORIGIN } from './a-server.ts';
import { fillShop } from './a-shop.ts';
import { TheDocument } from './the-document.ts';

const host = { host: 'localhost:4600' };
const schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  description: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});
const words = ['type', '$ref', 'anyOf', 'oneOf', 'allOf', 'const', 'enum', 'not'];

interface Found {
  readonly at: string;
  readonly name: string;
  readonly schema: z.infer<typeof schema>;
}

/** Every schema of every answer, with the name of the property that it is of. */
function schemasIn(value: unknown, at: string, name: string): readonly Found[] {
  const parsed = schema.safeParse(value);
  if (!parsed.success) return [];
  const { properties = {}, ...rest } = parsed.data;
  const inner = Object.entries(properties).flatMap(([key, one]) => schemasIn(one, `${at}.${key}`, key));
  const parts = ['items', 'additionalProperties', 'anyOf', 'oneOf'].flatMap((key) =>
    [rest[key]].flat().flatMap((one) => (typeof one === 'object' ? schemasIn(one, `${at}.${key}`, name) : [])),
  );
  return [{ at, name, schema: parsed.data }, ...inner, ...parts];
}

async function aDocument() {
  const { app } = await aServer();
  const answer = await app.request(`${ORIGIN}/openapi.json`, { headers: host });
  const document = z
    .looseObject({
      openapi: z.string(),
      components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
      paths: z.record(
        z.string(),
        z.record(
          z.string(),
          z.looseObject({
            responses: z.record(
              z.string(),
              z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown() })).optional() }),
            ),
          }),
        ),
      ),
    })
    .parse(await answer.json());
  const answers = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { responses }]) =>
      Object.entries(responses).map(([status, response]) => ({ at: `${method} ${path} ${status}`, status, response })),
    ),
  );
  const told = answers.flatMap(({ at, response }) =>
    Object.values(response.content ?? {}).flatMap((media) => schemasIn(media.schema, at, '')),
  );
  const named = Object.entries(document.components.schemas).flatMap(([name, one]) => schemasIn(one, name, ''));
  return { app, document, answers, schemas: [...told, ...named] };
}

it('is OpenAPI 3.1', async () => {
  const { document } = await aDocument();
  const validator = new Validator();
  expect(await validator.validate(document)).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

it('leaves no answer untold: an object says its fields, and what holds anything says what it is', async () => {
  const { schemas } = await aDocument();
  expect(schemas.length).toBeGreaterThan(200);
  const isOpen = ({ schema }: Found) =>
    !words.some((word) => word in schema) || (schema.type === 'object' && schema.properties === undefined);
  const open = schemas.filter(isOpen).filter(({ schema }) => schema.description === undefined);
  // A record of something that is told; and JSON itself, which holds anything.
  const untold = open.filter(({ at, schema }) => !holdsTold(schema) && !isJson(at));
  expect(untold.map(({ at }) => at)).toEqual([]);
  const lax = schemas.filter(({ schema }) => schema.properties && schema['additionalProperties'] !== false);
  expect(lax.map(({ at }) => at)).toEqual([]);
});

function holdsTold({ additionalProperties }: Found['schema']): boolean {
  return words.some((word) => schema.safeParse(additionalProperties).data?.[word] !== undefined);
}

/** Of what is handed on as it came, only the whole can be told. */
function isJson(at: string): boolean {
  return at.endsWith('.additionalProperties');
}

it('says of each id and each moment what it is', async () => {
  const { schemas } = await aDocument();
  // A member's id is the session library's; a thing that happened is named after its rows; steps have names of their own.
  const other = /^Condition|^User\.id$|^Activity\.id$|^JourneyDiff/;
  const ids = schemas.filter(({ at, name }) => /^id$|Id$/.test(name) && name !== 'requestId' && !other.test(at));
  expect(ids.length).toBeGreaterThan(30);
  expect(ids.filter(({ schema }) => schema.format !== 'uuid').map(({ at }) => at)).toEqual([]);
  const moments = schemas.filter(({ at, name }) => /^at$|At$|^since$|^asOf$/.test(name) && !other.test(at));
  expect(moments.length).toBeGreaterThan(20);
  expect(moments.filter(({ schema }) => schema.format !== 'date-time').map(({ at }) => at)).toEqual([]);
});

it('says of every route what it answers when all is well, and how it refuses', async () => {
  const { answers, document } = await aDocument();
  const refusals = answers.filter(({ status }) => Number(status) >= 400);
  for (const { at, response } of refusals)
    expect([at, Object.keys(response.content ?? {})]).toEqual([at, ['application/problem+json']]);
  for (const [path, item] of Object.entries(document.paths))
    for (const { responses } of Object.values(item)) {
      const statuses = Object.keys(responses);
      expect([path, statuses]).toEqual([path, expect.arrayContaining(['500'])]);
      if (path.startsWith('/api/'))
        expect([path, statuses]).toEqual([path, expect.arrayContaining(['401', '403', '421', '422', '429'])]);
      expect(statuses.filter((status) => Number(status) < 400)).toHaveLength(1);
    }
});

it('is shown to people: every route with its answers, every shape by its name', async () => {
  const { app, document } = await aDocument();
  const page = await (await app.request(`${ORIGIN}/docs`, { headers: host })).text();
  for (const { method, path } of listed(apiDocument(app)))
    expect(page).toContain(`<code>${method}</code></td><td><code>${path}</code>`);
  for (const name of Object.keys(document.components.schemas)) expect(page).toContain(`<h2 id="${name}">`);
  expect(page).toContain('200 <a href="#Numbers">Numbers</a>');
});

it('is what every test of the API holds the answers to', async () => {
  const { app, db, member } = await aServer();
  const client = await member();
  const { journeyId } = await fillShop(db, client);
  const held = new TheDocument(apiDocument(app));
  const path = `/api/w/${client.workspaceId}/journeys/${journeyId}`;
  const body: unknown = await (await client.ask('GET', `/journeys/${journeyId}/numbers`)).json();
  const said = (answer: unknown, status = 200, type = 'application/json', at = `${path}/numbers`) =>
    held.check(
      new Request(`${ORIGIN}${at}`),
      new Response(typeof answer === 'string' ? answer : JSON.stringify(answer), {
        status,
        headers: { 'content-type': type },
      }),
    );
  const changed = (more: object) => ({ ...z.looseObject({}).parse(body), ...more });
  await said(body);
  await expect(said(changed({ more: 1 }))).rejects.toThrow(/additional properties.*"more"/);
  await expect(said(changed({ entered: '1' }))).rejects.toThrow('/entered must be integer');
  await expect(said(changed({ asOf: 'now' }))).rejects.toThrow('/asOf must match format');
  await expect(said(changed({ asOf: undefined }))).rejects.toThrow("must have required property 'asOf'");
  await expect(said(body, 206)).rejects.toThrow('answered 206');
  await expect(said('', 200, 'text/plain')).rejects.toThrow('as text/plain');
  await expect(said({ title: 'No' }, 404, 'application/problem+json')).rejects.toThrow('must have required property');
  await expect(said(body, 200, 'application/json', '/api/nowhere')).rejects.toThrow('is in no document');
  const stream = async (events: string) => (await said(events, 200, 'text/event-stream', `${path}/stream`)).text();
  expect(await stream(`event: numbers\ndata: ${JSON.stringify(body)}\n\nevent: alive\ndata: \n\n`)).toContain('alive');
  await expect(stream('event: numbers\ndata: {}\n\n')).rejects.toThrow('must have required property');
  await expect(stream('event: gossip\ndata: {}\n\n')).rejects.toThrow('told gossip');
  await expect(stream('event: alive\ndata: {}\n\n')).rejects.toThrow('told alive with data');
});
