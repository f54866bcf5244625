import { aJourney } from '@wend/engine/testing';
import { eq } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { auditLog, type Message, members, providers } from '../../server/tables/index.ts';
import { aServer } from '../http/a-server.ts';
import { read } from '../http/a-shop.ts';
import { START } from '../run-loop/bed/test-bed.ts';
import { aSandboxBed } from './a-sandbox-bed.ts';
import { aSandboxProcess } from './a-sandbox-process.ts';

const texting = aJourney().entry('Started').sms('Hello').document();
const items = z.object({
  items: z.array(
    z.object({ providerId: z.string(), channel: z.string(), honesty: z.string(), rules: z.array(z.any()) }),
  ),
});

/** A shop with people, the sandbox in its own process, and the product's API in front of both. */
async function aShop() {
  const bed = await aSandboxBed('idempotent', { open: ({ url }) => aSandboxProcess(url) });
  onTestFinished(() => bed.close());
  const { db, workspaceId } = bed;
  const server = await aServer({ clock: bed.clock, sandbox: bed.door }, bed);
  const client = await server.member();
  await db.insert(members).values({ workspaceId, userId: client.userId, role: 'owner', createdAt: START });
  const ask = (method: string, path: string, body?: unknown) =>
    client.ask(method, `//api/w/${workspaceId}/sandbox${path}`, body);
  return {
    bed,
    ask,
    play: async (channel: string, body: object) => {
      const answer = await ask('PUT', `/played/${bed.providerOf(channel)}`, body);
      expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
    },
    texted: async (address: string): Promise<Message> => {
      const [message] = await bed.send([[texting, await bed.reachable(address)]]);
      if (!message) throw new Error('Nothing was sent');
      return message;
    },
  };
}

it('has a message end as the test provider is told to behave, for the addresses it is told of and no others', async () => {
  const { bed, play, ask, texted } = await aShop();
  const answer = { kind: 'reject', scope: 'message', why: 'Too rude' };
  await play('sms', { honesty: 'idempotent', rules: [{ to: '+4477', answer }] });
  expect(await texted('+447700900001')).toMatchObject({
    state: 'rejected',
    outcome: { kind: 'rejected', scope: 'message', why: 'Too rude' },
  });
  expect(await texted('+4366000001')).toMatchObject({ state: 'accepted' });
  const playing = await read(ask('GET', '/played'), items);
  expect(playing.items.map(({ channel, honesty, rules }) => [channel, honesty, rules.length]).sort()).toEqual([
    ['email', 'idempotent', 0],
    ['push', 'idempotent', 0],
    ['sms', 'idempotent', 1],
  ]);
  await play('sms', { honesty: 'idempotent', rules: [] });
  expect(await texted('+447700900002')).toMatchObject({ state: 'accepted' });
  expect(bed.providerOf('sms')).toBe(playing.items.find(({ channel }) => channel === 'sms')?.providerId);
});

it('has the same lost answer end as the provider is honest about it', async () => {
  const { bed, play, texted } = await aShop();
  const rules = [{ times: 1, answer: { kind: 'take-and-drop' }, callbacks: [] }];
  const ends: Record<string, unknown> = {};
  for (const honesty of ['opaque', 'traceable', 'idempotent']) {
    await play('sms', { honesty, rules });
    const message = await texted(honesty);
    ends[honesty] = [message.state, await bed.copies(message)];
  }
  expect(ends).toEqual({ opaque: ['unknown', 1], traceable: ['accepted', 1], idempotent: ['accepted', 1] });
});

it('keeps a message to one copy where a provider becomes idempotent between a lost answer and the next try', async () => {
  const { bed, play } = await aShop();
  await play('sms', { honesty: 'traceable', rules: [{ answer: { kind: 'take-and-drop' }, callbacks: [] }] });
  const run = await bed.enter(await bed.journey(texting), await bed.reachable('phone'));
  await bed.trips.runUntil(await bed.clock.now());
  const [lost] = await bed.messages(run);
  expect(lost).toMatchObject({ state: 'sending' });
  await play('sms', { honesty: 'idempotent', rules: [] });
  await bed.trips.runUntil((await bed.clock.now()) + 60_000);
  const [found] = await bed.messages(run);
  expect(found).toMatchObject({ state: 'accepted' });
  if (found) expect(await bed.copies(found)).toBe(1);
});

it('names the adapter that speaks to it, and writes down who did it without the addresses', async () => {
  const { bed, play, ask } = await aShop();
  await play('email', { honesty: 'opaque', rules: [{ to: 'ada@shop.example', answer: { kind: 'hang' } }] });
  const rows = await bed.db.select().from(providers).where(eq(providers.workspaceId, bed.workspaceId));
  expect(rows.map(({ adapter }) => adapter).sort()).toEqual(['sandbox-email-opaque', 'sandbox-push', 'sandbox-sms']);
  const [row] = await bed.db.select().from(auditLog).where(eq(auditLog.action, 'sandbox.play'));
  expect(row?.detail).toEqual({ channel: 'email', honesty: 'opaque', rules: 1 });
  expect((await ask('PUT', `/played/${bed.providerOf('email')}`, { honesty: 'rude', rules: [] })).status).toBe(422);
});

it('leaves a provider that is no test provider alone', async () => {
  const { bed, ask } = await aShop();
  const id = bed.providerOf('sms');
  await bed.db.update(providers).set({ adapter: 'twilio' }).where(eq(providers.id, id));
  expect((await ask('PUT', `/played/${id}`, { honesty: 'opaque', rules: [] })).status).toBe(404);
  expect((await read(ask('GET', '/played'), items)).items).toHaveLength(2);
});
