import { getRequestListener } from '@hono/node-server';
import { aJourney } from '@wend/engine/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Keys, signId } from '../../server/access/index.ts';
import { callBack, performServices, planCompiler } from '../../server/drive/index.ts';
import { newId } from '../../server/ids/index.ts';
import { loadNodes } from '../../server/nodes/index.ts';
import { calls } from '../../server/tables/index.ts';
import { anAddress } from '../harness/an-address.ts';
import { aServer, ORIGIN } from '../http/a-server.ts';
import { aTestBed, START, type TestBed } from '../run-loop/bed/test-bed.ts';
import { anOperator } from './an-operator.ts';

const DAY = 86_400_000;
const keys = new Keys(Buffer.alloc(32, 7));
let bed: TestBed;
let signing: { readonly url: string; readonly host: string; readonly asked: { readonly callback_url: string }[] };

/** The other company: takes requests and signs when somebody there feels like it. */
async function aSigningService() {
  const asked: { readonly callback_url: string }[] = [];
  const host = await anAddress(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    asked.push(
      z.object({ contract: z.string(), callback_url: z.url() }).parse(JSON.parse(Buffer.concat(parts).toString())),
    );
    response.writeHead(202).end();
  });
  return { host, url: `http://${host}/requests`, asked };
}

beforeEach(async () => {
  signing = await aSigningService();
  const { nodeTypes, performs, refused } = await loadNodes(
    await anOperator(['./signature-request.ts'], {}, 'signature-request.ts'),
  );
  expect(refused).toEqual([]);
  let web = '';
  bed = await aTestBed({
    compile: planCompiler(nodeTypes),
    performs,
    services: (db) => performServices({ db, keys, allowedHosts: [signing.host] }),
    callBackAt: (id) => `http://${web}/calls/${signId(keys.of('calls'), id)}`,
  });
  // The whole web server, with the same key; calls are those of the bed.
  const { app } = await aServer({ keys, finishCall: (id, output) => callBack(bed, id, output) });
  web = await anAddress(getRequestListener((request) => app.fetch(request)));
  journeyOf = aJourney(nodeTypes)
    .entry('Ordered')
    .step('signature-request', { service: signing.url, contract: 'Lease' });
});
let journeyOf: ReturnType<typeof aJourney>;
afterEach(() => bed.close());

async function asked() {
  const run = await bed.enter(await bed.journey(journeyOf.document()), await bed.person());
  await bed.trips.runUntil(START);
  const address = signing.asked[0]?.callback_url ?? '';
  return { run, address };
}

const post = (address: string, body: string, type = 'application/json'): Promise<Response> =>
  fetch(address, { method: 'POST', body, headers: { 'content-type': type } });
const signed = JSON.stringify({ signed: true, by: 'Ada' });

async function problemOf(answer: Response): Promise<unknown> {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const { status, title, code } = z
    .object({ status: z.int(), title: z.string(), code: z.string() })
    .parse(await answer.json());
  return { status, title, code };
}

it('finishes when the other system calls back, weeks later, however often it does', async () => {
  const { run, address } = await asked();
  await bed.trips.wakeAt(START + 20 * DAY);
  expect(await bed.run(run)).toMatchObject({ phase: 'calling', convoyId: null });
  expect((await post(address, signed)).status).toBe(204);
  expect((await post(address, signed)).status).toBe(204);
  expect((await post(address, '{"signed": false}')).status).toBe(204);
  await bed.trips.wakeAt(START + 20 * DAY);
  expect(await bed.run(run)).toMatchObject({
    phase: 'ended',
    variables: { signed_by: 'Ada' },
    endReason: { text: 'The contract was signed' },
  });
});

it('goes on without an answer when nobody calls back in time, and says so to whoever comes too late', async () => {
  const { run, address } = await asked();
  await bed.trips.wakeAt(START + 30 * DAY);
  expect(await bed.run(run)).toMatchObject({ phase: 'ended', endReason: { text: 'Nobody called back in time' } });
  const title = 'Nobody waits for this call any more.';
  expect(await problemOf(await post(address, signed))).toEqual({ status: 410, title, code: 'gone' });
});

describe('at the address of a call', () => {
  it('nobody is let in by a token that is made up, changed, cut or of another purpose', async () => {
    const { address } = await asked();
    const [call] = await bed.db.select().from(calls);
    const at = address.slice(0, address.lastIndexOf('/') + 1);
    const forged = [
      `${address.slice(0, -2)}${address.endsWith('AA') ? 'BB' : 'AA'}`,
      address.slice(0, -1),
      `${at}${call?.id}`,
      `${at}${signId(keys.of('unsubscribe'), call?.id ?? '')}`,
      `${at}${signId(keys.of('calls'), newId())}`,
    ];
    const problem = { status: 404, title: 'No call has this address.', code: 'not-found' };
    for (const one of forged) expect(await problemOf(await post(one, signed))).toEqual(problem);
    expect((await bed.db.select().from(calls))[0]?.state).toBe('waiting-for-callback');
  });

  it('what is no answer is refused and changes nothing', async () => {
    const { address } = await asked();
    const refused = [
      [400, '{"signed": tr', 'application/json'],
      [422, '[true]', 'application/json'],
      [422, '"signed"', 'application/json'],
      [415, 'signed=true', 'application/x-www-form-urlencoded'],
      [422, '{"by": "NUL \\u0000"}', 'application/json'],
      [422, '{"__proto__": {"signed": true}}', 'application/json'],
      [413, JSON.stringify({ by: 'x'.repeat(70_000) }), 'application/json'],
    ] as const;
    for (const [status, body, type] of refused)
      expect(await problemOf(await post(address, body, type))).toMatchObject({ status });
    expect((await bed.db.select().from(calls))[0]?.state).toBe('waiting-for-callback');
    expect((await post(address, '{}')).status).toBe(204);
  });

  it('is in the description of the API', async () => {
    const { app } = await aServer();
    const answer = await app.request(`${ORIGIN}/openapi.json`, { headers: { host: 'localhost:4600' } });
    const document = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(await answer.json());
    expect(document.paths).toHaveProperty(['/calls/{token}', 'post']);
  });
});
