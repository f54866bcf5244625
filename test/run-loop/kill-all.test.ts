import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInNodes, type JourneyDocument, type JourneyId, nodeTypesOf } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { eq, inArray } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { type ActingContext, openKeys } from '../../server/access/index.ts';
import { createSource } from '../../server/access/sources.ts';
import { WriteHandle } from '../../server/access/write-handle.ts';
import { databaseClock } from '../../server/clock/index.ts';
import type { Database } from '../../server/database/index.ts';
import { createJourney } from '../../server/journeys/create.ts';
import { publishJourney } from '../../server/journeys/publish.ts';
import { Home } from '../../server/process/home.ts';
import { commandOf } from '../../server/process/orphan.ts';
import { sandboxKeys } from '../../server/sandbox/account-key.ts';
import type { SandboxDoor } from '../../server/sandbox/door.ts';
import { rule } from '../../server/sandbox/index.ts';
import { setPlayed } from '../../server/sandbox/played.ts';
import { messages, providers, runs, sandboxMessages, workspaces } from '../../server/tables/index.ts';
import { Door } from '../bench/bed/door.ts';
import { aLivedHome, until } from '../harness/index.ts';
import { databaseIn, surroundings } from '../harness/lived-home.ts';
import { checkout, type Started, start } from '../harness/started.ts';

/** Each channel's test provider is honest in its own way about lost answers. */
const HONESTY = { sms: 'idempotent', email: 'traceable', push: 'opaque' } as const;
type Way = keyof typeof HONESTY;
const WAYS = ['sms', 'email', 'push'] as const satisfies readonly Way[];

/** What the provider does with the first call about a message: takes it and is silent, is silent without taking it, answers at once. */
const FATES = { taken: 10, lost: 10, answered: 60 } as const;
type Fate = keyof typeof FATES;
const CHUNK = 50;

const prefixOf: Readonly<Record<Way, Readonly<Record<Fate, string>>>> = {
  sms: { taken: '+4471', lost: '+4472', answered: '+4473' },
  email: { taken: 'taken-', lost: 'lost-', answered: 'answered-' },
  push: { taken: 'taken-', lost: 'lost-', answered: 'answered-' },
};

function addressesOf(way: Way, fate: Fate): readonly string[] {
  return Array.from({ length: FATES[fate] }, (_, n) => {
    const at = prefixOf[way][fate];
    if (way === 'sms') return `${at}${String(n).padStart(8, '0')}`;
    return way === 'email' ? `${at}${n}@customers.example` : `${at}${n}`;
  });
}
const allOf = (way: Way): readonly string[] => [
  ...addressesOf(way, 'taken'),
  ...addressesOf(way, 'lost'),
  ...addressesOf(way, 'answered'),
];

const words = {
  sms: { body: 'Hello' },
  email: { subject: 'Hello', body: 'Hello' },
  push: { title: 'Hello', body: 'Hello' },
};
const journeyOf = (way: Way): JourneyDocument =>
  aJourney()
    .entry(`Came by ${way}`)
    .step(way, { ...words[way], frequencyCap: 'ignore' })
    .wait('P1D')
    .with({ name: `By ${way}`, quietHours: 'none' })
    .document();

function eventsOf(way: Way): readonly (Readonly<Record<string, unknown>> & { readonly messageId: string })[] {
  return allOf(way).flatMap((address) => [
    {
      type: 'identify',
      messageId: `known-${way}-${address}`,
      userId: `${way}-${address}`,
      traits: {
        ...(way === 'sms' ? { phone: address } : way === 'email' ? { email: address } : {}),
        consent: { [way]: true },
      },
      ...(way === 'push' ? { context: { device: { token: address } } } : {}),
    },
    { type: 'track', messageId: `came-${way}-${address}`, userId: `${way}-${address}`, event: `Came by ${way}` },
  ]);
}

/** A home in which a whole Wend is started, again and again. */
async function aHome() {
  const dir = await mkdtemp(join(tmpdir(), 'wend-killed-'));
  const home = await aLivedHome(join(dir, 'home'));
  const env = await surroundings(dir, home);
  let running: Started | undefined;
  onTestFinished(async () => {
    await running?.interrupt();
    await rm(dir, { recursive: true, force: true });
  });
  return {
    async start() {
      const wend = start([process.execPath, 'server/process/start.mjs'], checkout, env);
      running = wend;
      const [, url = ''] = await wend.prints(/Wend is at (\S+)/);
      const { facts } = await Home.open(home);
      const { db, end } = await databaseIn(home);
      const sandbox: SandboxDoor = {
        url: `http://127.0.0.1:${facts.sandboxPort}`,
        keyOf: sandboxKeys(openKeys(home).of('callbacks')),
      };
      return { url, db, end, sandbox };
    },
    /** Everything at once: whoever started the others, databases, Temporal, each role. */
    async kill(): Promise<void> {
      const wend = running;
      if (!wend) return;
      running = undefined;
      const all = [wend.pid, ...(await wend.children()).map(({ pid }) => pid)];
      for (const pid of all) killNow(pid);
      await wend.ended;
      await until(async () => (await Promise.all(all.map(commandOf))).every((command) => command === ''));
    },
  };
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has died of the death of another one.
  }
}

type Wend = Awaited<ReturnType<Awaited<ReturnType<typeof aHome>>['start']>>;

/** How the test provider of a channel answers. Nothing is called back, since that would be the answer of a message whose own was lost. */
const rulesOf = (way: Way) => [
  rule.parse({ to: prefixOf[way].taken, times: 1, answer: { kind: 'take-and-hang' }, callbacks: [] }),
  rule.parse({ to: prefixOf[way].lost, times: 1, answer: { kind: 'hang' }, callbacks: [] }),
  rule.parse({ callbacks: [] }),
];

/** A journey for each channel, how its test provider behaves, and a key to say events with. */
async function prepare({ db, sandbox }: Wend): Promise<{ journeys: readonly JourneyId[]; writeKey: string }> {
  const [workspace] = await db.select({ id: workspaces.id }).from(workspaces);
  if (!workspace) throw new Error('Wend has started without a workspace');
  const actor = { id: 'system', name: 'Test', role: 'owner' } as const;
  const context: ActingContext = {
    writes: new WriteHandle(db),
    clock: databaseClock,
    trips: { look: () => {} },
    workspaceId: workspace.id,
    actor,
  };
  const journeys: JourneyId[] = [];
  for (const way of WAYS) {
    const [provider] = await db.select().from(providers).where(eq(providers.channel, way));
    await setPlayed.by(context, sandbox, provider?.id ?? '', { honesty: HONESTY[way], rules: rulesOf(way) });
    const id = await createJourney.by(context, journeyOf(way));
    await publishJourney.by(context, { nodeTypes: nodeTypesOf(builtInNodes) }, id, 1, 'To be killed');
    journeys.push(id);
  }
  await db.update(providers).set({ rate: 10_000, burst: 1_000 });
  return { journeys, writeKey: (await createSource.by(context, 'Test', 'server')).writeKey };
}

async function copiesOf(db: Database, addresses: readonly string[]): Promise<readonly number[]> {
  const rows = await db
    .select()
    .from(sandboxMessages)
    .where(inArray(sandboxMessages.recipient, [...addresses]));
  return addresses.map((address) => rows.filter(({ recipient }) => recipient === address).length);
}

async function statesOf(db: Database, addresses: readonly string[]): Promise<readonly string[]> {
  const rows = await db
    .select()
    .from(messages)
    .where(inArray(messages.address, [...addresses]));
  return rows.map(({ state }) => state);
}

const times = <Value>(count: number, value: Value): readonly Value[] => Array(count).fill(value);

it('goes on after a kill -9 of everything in mid-send: everybody where they should be, each message once, at most a chunk unknown where nobody can tell', async () => {
  const home = await aHome();
  const first = await home.start();
  const { journeys, writeKey } = await prepare(first);
  const door = new Door(first.url, writeKey);
  await door.post(WAYS.flatMap(eventsOf));
  // All that the provider has taken and says nothing about: their calls are under way, those of others behind them.
  await until(
    async () =>
      (await Promise.all(WAYS.map((way) => copiesOf(first.db, addressesOf(way, 'taken'))))).flat().every(Boolean),
    { withinMs: 240_000 },
  );
  await home.kill();
  await door.close();
  await first.end();

  const { db, end } = await home.start();
  const everybody = WAYS.flatMap(allOf).length;
  let there = 0;
  await until(
    async () => {
      const inside = await db
        .select()
        .from(runs)
        .where(inArray(runs.journeyId, [...journeys]));
      there = inside.filter(({ step, phase }) => step === 'wait' && phase === 'waiting').length;
      return there === everybody;
    },
    { withinMs: 420_000, missing: () => `${there} of ${everybody} people came to where they should be` },
  );
  expect(await db.$count(runs, inArray(runs.journeyId, [...journeys]))).toBe(everybody);
  for (const way of ['sms', 'email'] as const) {
    const addresses = allOf(way);
    expect(await copiesOf(db, addresses), way).toEqual(times(addresses.length, 1));
    expect(await statesOf(db, addresses), way).toEqual(times(addresses.length, 'accepted'));
  }
  expect(await copiesOf(db, addressesOf('push', 'taken'))).toEqual(times(FATES.taken, 1));
  expect(await copiesOf(db, addressesOf('push', 'lost'))).toEqual(times(FATES.lost, 0));
  expect(await statesOf(db, [...addressesOf('push', 'taken'), ...addressesOf('push', 'lost')])).toEqual(
    times(FATES.taken + FATES.lost, 'unknown'),
  );
  const others = addressesOf('push', 'answered');
  const states = await statesOf(db, others);
  expect(states).toHaveLength(others.length);
  expect(states.filter((state) => state !== 'accepted').every((state) => state === 'unknown')).toBe(true);
  expect(states.filter((state) => state === 'unknown').length).toBeLessThanOrEqual(CHUNK);
  expect((await copiesOf(db, others)).every((copies) => copies <= 1)).toBe(true);
  await end();
}, 900_000);
