import { EventEmitter, once } from 'node:events';
import { expect, it } from 'vitest';
import { newId } from '../../server/ids/index.ts';
import { rule, sandboxCallback } from '../../server/sandbox/index.ts';
import { sandboxAccounts, sandboxMessages } from '../../server/tables/index.ts';
import { anAddress } from '../harness/an-address.ts';
import { aDatabase, until } from '../harness/index.ts';
import { aSandboxProcess } from './a-sandbox-process.ts';

const KEY = 'the key of the shop';

/** Whoever is called back. */
async function aReceiver() {
  const kinds: string[] = [];
  const news = new EventEmitter();
  const host = await anAddress(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    kinds.push(...sandboxCallback.parse(JSON.parse(Buffer.concat(parts).toString())).events.map(({ kind }) => kind));
    response.writeHead(204).end();
    news.emit('news');
  });
  return {
    url: `http://${host}/`,
    kinds,
    async hears(kind: string): Promise<void> {
      while (!kinds.includes(kind)) await once(news, 'news');
    },
  };
}

it('calls back after its death what it took before', async () => {
  const { db, url } = await aDatabase();
  const rules = [rule.parse({ callbacks: [{ kind: 'delivered' }, { kind: 'clicked', afterMs: 3_000 }] })];
  await db.insert(sandboxAccounts).values({ id: 'shop', key: KEY, rules: JSON.parse(JSON.stringify(rules)) });
  const receiver = await aReceiver();
  const first = await aSandboxProcess(url);
  const sent = await fetch(`${first.url}/opaque/shop/sms/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ reference: newId(), to: 'phone', callbackUrl: receiver.url, payload: { body: 'Hello' } }),
  });
  expect(sent.status).toBe(201);
  await receiver.hears('delivered');
  await until(async () => (await db.select().from(sandboxMessages))[0]?.state === 'delivered');
  const died = once(first.process, 'exit');
  first.process.kill('SIGKILL');
  await died;
  expect(receiver.kinds).not.toContain('clicked');
  await aSandboxProcess(url);
  await receiver.hears('clicked');
});
