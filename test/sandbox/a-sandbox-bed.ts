import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import {
  builtInChannels,
  builtInNodes,
  type JourneyDocument,
  nodeTypesOf,
  type ProfileId,
  type RunId,
} from '@wend/engine';
import { eq } from 'drizzle-orm';
import { Hono } from 'hono';
import { z } from 'zod';
import { callbackRoutes } from '../../server/channels/callback-routes.ts';
import type { ProviderAccount } from '../../server/channels/contract.ts';
import { sandboxAdapter, sandboxAdapterName, Transport } from '../../server/channels/index.ts';
import { judge, planCompiler } from '../../server/drive/index.ts';
import type { ProviderRow } from '../../server/drive/send/provider.ts';
import { newId } from '../../server/ids/index.ts';
import { linkRoutes } from '../../server/links/routes.ts';
import { aMatcherMemory, learnOnce, type MatcherDeps, matchOnce } from '../../server/matcher/index.ts';
import { processCallbacks } from '../../server/messages/process-callbacks.ts';
import { makeRenderer } from '../../server/messages/render.ts';
import { type InboxItem, inboxItem, type Rule, startSandbox } from '../../server/sandbox/index.ts';
import { addressHashBy } from '../../server/suppressions/address-hash.ts';
import * as tables from '../../server/tables/index.ts';
import { listening } from '../harness/listening.ts';
import { aTestBed, START, type TestBed } from '../run-loop/bed/test-bed.ts';

export type Honesty = tables.SandboxHonesty;
export type SandboxBed = Awaited<ReturnType<typeof aSandboxBed>>;

/** How long a send waits for its answer here: what a script lets hang is over soon. */
export const TIMEOUT_MS = 300;
const KEY = 'the key of the sandbox account';
const items = z.object({ items: z.array(inboxItem) });
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';

export interface SandboxBedParts {
  readonly understandsAtOnce?: boolean;
  /** The sandbox beside it, in this process unless said otherwise. */
  readonly open?: (bed: TestBed) => Promise<{ readonly url: string; close(): Promise<void> }>;
}
const honesties: readonly Honesty[] = ['idempotent', 'traceable', 'opaque'];

/**
 * The edge of the run loop as it is in life: real steps, drive, matcher, renderer, links and callbacks, and the sandbox provider
 * beyond HTTP. Only the clock is virtual, and what providers called back is understood when the test says so.
 */
export async function aSandboxBed(
  honesty: Honesty = 'idempotent',
  { understandsAtOnce = false, open = ({ db }) => startSandbox(db) }: SandboxBedParts = {},
) {
  const web = await aWeb();
  const transport = new Transport();
  const unsubscribeKey = Buffer.alloc(32, 1);
  const addressHash = addressHashBy(Buffer.alloc(32, 2));
  const adapters = new Map(
    builtInChannels
      .flatMap((channel) => honesties.map((one) => sandboxAdapter(transport, channel, one, TIMEOUT_MS)))
      .map((adapter) => [adapter.adapter, adapter]),
  );
  const account = ({ id, config }: ProviderRow): ProviderAccount => ({ id, config: { ...config, key: KEY } });
  const bed = await aTestBed({
    adapters,
    account,
    addressHash,
    judge,
    compile: planCompiler(nodeTypesOf(builtInNodes)),
    callbackUrl: ({ workspaceId, id }) => `${web.url}/callbacks/${workspaceId}/${id}`,
    render: makeRenderer({ publicUrl: web.url, unsubscribeKey }),
    match: aMatcher(),
  });
  const { db, clock, workspaceId } = bed;
  const sandbox = await open(bed);
  const providers = await openAccounts(bed, sandbox.url, honesty);
  const parts = { db, clock, adapters, account, addressHash };
  const understand = () => processCallbacks(parts);
  /** What was called back and taken: the rows are emptied once they are understood. */
  const taken: string[] = [];
  web.app
    .use('/callbacks/*', async (c, next) => {
      const body = await c.req.text();
      await next();
      if (c.res.status === 204) taken.push(body);
    })
    .route('/', linkRoutes({ ...parts, unsubscribeKey }))
    .route('/', callbackRoutes({ ...parts, heard: () => void (understandsAtOnce && understand()) }));

  const ask = (channel: string, path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${sandbox.url}/accounts/${providers.get(channel)}/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    });
  const read = async (channel: string, path: string): Promise<unknown> => (await ask(channel, path)).json();
  const inbox = async (channel: string, address: string): Promise<readonly InboxItem[]> =>
    items.parse(await read(channel, `inbox?address=${encodeURIComponent(address)}`)).items;

  return {
    ...bed,
    web,
    understand,
    key: KEY,
    /** As the product has it. */
    door: { url: sandbox.url, keyOf: () => KEY },
    callbackUrl: (channel: string) => `${web.url}/callbacks/${workspaceId}/${providers.get(channel)}`,
    providerOf: (channel: string) => providers.get(channel) ?? '',

    /** The same rules for every channel's account. */
    async script(rules: readonly Partial<Rule>[]): Promise<void> {
      for (const channel of builtInChannels) {
        const answer = await ask(channel, 'script', { method: 'PUT', body: JSON.stringify({ rules }) });
        if (!answer.ok) throw new Error(await answer.text());
      }
    },

    /** Somebody reachable at one address on every channel, with everything allowed. */
    async reachable(address: string): Promise<ProfileId> {
      const id = await bed.person({ address });
      const own = { workspaceId, profileId: id, channel: 'push' };
      await db.insert(tables.contactPoints).values({ ...own, id: newId(), address, createdAt: START });
      await db.insert(tables.consentStates).values({ ...own, topic: '*', state: 'granted', at: START });
      await db
        .insert(tables.profileIdentities)
        .values({ workspaceId, profileId: id, kind: 'user', value: address, createdAt: START });
      return id;
    },

    /** The first message of each of these people, once they have gone as far as they get within a minute. */
    async send(asked: readonly (readonly [JourneyDocument, ProfileId])[]): Promise<readonly tables.Message[]> {
      const runs: RunId[] = [];
      for (const [document, person] of asked) runs.push(await bed.enter(await bed.journey(document), person));
      await bed.trips.runUntil((await clock.now()) + 60_000);
      const sent = await Promise.all(runs.map(bed.messages));
      return sent.map(([first]) => {
        if (!first) throw new Error('No message was planned');
        return first;
      });
    },

    message: async ({ id }: tables.Message): Promise<tables.Message> => {
      const [row] = await db.select().from(tables.messages).where(eq(tables.messages.id, id));
      if (!row) throw new Error('No such message');
      return row;
    },

    inbox,

    copies: async ({ channel, id }: tables.Message): Promise<number> =>
      z.object({ copies: z.number() }).parse(await read(channel, `copies/${id}`)).copies,

    /** The person answers the latest thing that came in. */
    async reply(channel: string, address: string, text: string): Promise<void> {
      const newest = (await inbox(channel, address)).find(({ direction }) => direction === 'out');
      const body = JSON.stringify({ text });
      const answer = await ask(channel, `messages/${newest?.id}/reply`, { method: 'POST', body });
      if (answer.status !== 202) throw new Error(await answer.text());
    },

    /** A person follows a link. */
    open: (url: string) => fetch(url, { redirect: 'manual', headers: { 'user-agent': BROWSER } }),

    /** So many facts about this message lie here as they came. */
    async heard({ id }: tables.Message, facts: number): Promise<void> {
      await web.until(async () => factsOf(taken, id) >= facts);
    },

    close: async () => {
      await sandbox.close();
      await web.close();
      await bed.close();
      await transport.close();
    },
  };
}

/** A server that says when it has answered. */
async function aWeb() {
  const app = new Hono();
  const answered = new EventEmitter();
  const server = createServer((request, response) => {
    response.on('close', () => answered.emit('answered'));
    void getRequestListener(app.fetch)(request, response);
  });
  const host = await listening(server);
  return {
    app,
    url: `http://${host}`,
    /** Looks now, and again after every answer. */
    async until(isSo: () => Promise<boolean>): Promise<void> {
      for (;;) {
        const next = once(answered, 'answered');
        if (await isSo()) return;
        await next;
      }
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function aMatcher(): (db: TestBed['db'], clock: TestBed['clock']) => Promise<boolean> {
  const memory = aMatcherMemory();
  return async (db, clock) => {
    const deps: MatcherDeps = { db, clock, trips: { look: () => {} }, judge, memory };
    return (await learnOnce(deps)) + (await matchOnce(deps)) > 0;
  };
}

async function openAccounts(
  { db, workspaceId }: TestBed,
  url: string,
  honesty: Honesty,
): Promise<ReadonlyMap<string, string>> {
  await db.delete(tables.providers);
  const opened = new Map<string, string>();
  for (const channel of builtInChannels) {
    const id = newId();
    opened.set(channel, id);
    const adapter = sandboxAdapterName(channel, honesty);
    const config = { url, account: id };
    const limits = { rate: 10_000, burst: 1_000, nextFreeAt: START, createdAt: START };
    await db.insert(tables.providers).values({ workspaceId, id, channel, adapter, name: channel, config, ...limits });
  }
  return opened;
}

function factsOf(bodies: readonly string[], messageId: string): number {
  return bodies.reduce((sum, body) => sum + body.split(`"reference":"${messageId}"`).length - 1, 0);
}
