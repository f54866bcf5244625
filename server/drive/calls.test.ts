import type { RunId } from '@wend/engine';
import { eq } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';
import { RefusedAddress } from '../access/index.ts';
import { newId } from '../ids/index.ts';
import { calls, journeys } from '../tables/index.ts';
import { callBack } from './call-back.ts';
import { definePerform, type Perform, type PerformInput, performsOf } from './define-perform.ts';
import { performWebhook } from './perform-webhook.ts';

let bed: TestBed;
afterEach(() => bed.close());

const HOUR = 3_600_000;
const asking = aDocument({
  ask: { type: 'ask', to: { done: 'done', failed: 'nudge' } },
  nudge: { type: 'say' },
  done: { type: 'stop' },
});

async function asked(
  run: Perform['run'],
  limits: Parameters<typeof definePerform>[2] = {},
  people = 1,
): Promise<readonly RunId[]> {
  bed = await aTestBed({ performs: performsOf([definePerform('ask', run, limits)]) });
  const journey = await bed.journey(asking);
  const runs: RunId[] = [];
  for (let n = 0; n < people; n += 1) runs.push(await bed.enter(journey, await bed.person()));
  await bed.trips.runUntil(START);
  return runs;
}

const only = ([run]: readonly RunId[]): RunId => {
  if (run === undefined) throw new Error('Nobody');
  return run;
};

it('performs a crowd of calls no more than its concurrency at a time, an outcome for each', async () => {
  const flying = { now: 0, most: 0 };
  const runs = await asked(
    async ({ idempotencyKey }) => {
      flying.now += 1;
      flying.most = Math.max(flying.most, flying.now);
      // Time enough for a fourth to start, were there room.
      for (const _ of Array(50)) await new Promise((resolve) => setImmediate(resolve));
      flying.now -= 1;
      return { kind: 'done', output: { id: idempotencyKey } };
    },
    { concurrency: 3, rate: 1e6 },
    12,
  );
  expect(flying.most).toBe(3);
  const rows = await bed.db.select().from(calls);
  expect(rows.map(({ state }) => state)).toEqual(Array(12).fill('done'));
  for (const run of runs) expect(await bed.run(run)).toMatchObject({ phase: 'ended', endReason: { text: 'The end' } });
});

it('keeps what was answered as a variable of the run', async () => {
  const run = only(await asked(async () => ({ kind: 'done', output: { score: 7 } })));
  expect(await bed.run(run)).toMatchObject({ variables: { answer: { score: 7 } } });
});

it('tries again later, under the same key, and gives up after so many tries', async () => {
  const keys: string[] = [];
  const run = only(
    await asked(
      async ({ idempotencyKey }) => {
        keys.push(idempotencyKey);
        throw new Error('Nobody answered');
      },
      { attempts: 3 },
    ),
  );
  expect(keys).toHaveLength(1);
  await bed.trips.runUntil(START + HOUR);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  expect(await bed.db.select().from(calls)).toMatchObject([{ state: 'failed', error: 'Nobody answered', attempts: 3 }]);
  expect(bed.provider.delivered).toHaveLength(1);
  expect(await bed.run(run)).toMatchObject({ phase: 'ended' });
});

it('tries an address that is refused once', async () => {
  await asked(() => Promise.reject(new RefusedAddress('This address is not on the public internet')));
  await bed.trips.runUntil(START + HOUR);
  expect(await bed.db.select().from(calls)).toMatchObject([{ state: 'failed', attempts: 1 }]);
});

it('lets a call that takes too long be tried again', async () => {
  await asked(() => new Promise(() => {}), { timeoutMs: 20, attempts: 1 });
  expect(await bed.db.select().from(calls)).toMatchObject([{ state: 'failed', error: 'It took too long' }]);
});

const WEEKS = 20 * 24 * HOUR;
const waiting = async () => only(await asked(async () => ({ kind: 'waiting-for-callback' })));
async function back(output = { signed: true }) {
  const [call] = await bed.db.select().from(calls);
  return callBack({ db: bed.db, clock: bed.clock, trips: bed.trips }, call?.id ?? newId(), output);
}

it('waits weeks for a callback without a convoy, and goes on when it comes, once', async () => {
  const run = await waiting();
  await bed.trips.wakeAt(START + WEEKS);
  expect(await bed.run(run)).toMatchObject({ phase: 'calling', convoyId: null, dueAt: START + 90 * 24 * HOUR });
  expect(await back()).toBe('settled');
  expect(await back({ signed: false })).toBe('repeated');
  await bed.trips.wakeAt(START + WEEKS);
  expect(await bed.run(run)).toMatchObject({ phase: 'ended', variables: { answer: { signed: true } } });
});

it('waits no longer than it was to, and then nobody can call back', async () => {
  const run = only(await asked(async () => ({ kind: 'waiting-for-callback', withinMs: WEEKS })));
  await bed.trips.wakeAt(START + WEEKS - HOUR);
  await bed.trips.runUntil(START + WEEKS - 1);
  expect(await bed.run(run)).toMatchObject({ phase: 'calling' });
  await bed.trips.runUntil(START + WEEKS);
  expect(await bed.run(run)).toMatchObject({ phase: 'ended' });
  expect(await bed.db.select().from(calls)).toMatchObject([{ state: 'unknown', error: 'Nobody called back in time' }]);
  // No answer is a way of its own: here the nudge.
  expect(bed.provider.delivered).toHaveLength(1);
  expect(await back()).toBe('over');
});

it('waits on while the journey is paused, and lets nobody call back once the run is over', async () => {
  const run = await waiting();
  const { journeyId, profileId } = await bed.run(run);
  await bed.db.update(journeys).set({ state: 'paused', pausedAt: START }).where(eq(journeys.id, journeyId));
  await bed.trips.wakeAt(START + 100 * 24 * HOUR);
  expect(await bed.db.select().from(calls)).toMatchObject([{ state: 'waiting-for-callback' }]);
  await bed.exit(profileId, run);
  await bed.trips.wakeAt(START + 101 * 24 * HOUR);
  expect(await back()).toBe('over');
});

it('takes a callback that is faster than the answer to its call, and performs no more', async () => {
  let tries = 0;
  const run = only(
    await asked(async () => {
      tries += 1;
      await back();
      throw new Error('The connection broke');
    }),
  );
  await bed.trips.runUntil(START + HOUR);
  expect(tries).toBe(1);
  expect(await bed.run(run)).toMatchObject({ phase: 'ended', variables: { answer: { signed: true } } });
});

it('fails a call of a node type that this installation cannot perform, and the run goes on', async () => {
  bed = await aTestBed();
  const run = await bed.enter(await bed.journey(asking), await bed.person());
  await bed.trips.runUntil(START);
  expect(await bed.db.select().from(calls)).toMatchObject([{ state: 'failed' }]);
  expect(await bed.run(run)).toMatchObject({ phase: 'ended' });
});

it('starts no call of a run that was exited', async () => {
  let performed = 0;
  bed = await aTestBed({
    performs: performsOf([
      definePerform('ask', async () => {
        performed += 1;
        return { kind: 'done', output: {} };
      }),
    ]),
    at: async (point) => {
      if (point === 'before-rest' && performed === 0 && (await bed.run(runId)).phase === 'calling')
        await bed.exit(profileId, runId);
    },
  });
  const profileId = await bed.person();
  const runId = await bed.enter(await bed.journey(asking), profileId);
  await bed.trips.runUntil(START);
  expect(performed).toBe(0);
  expect(await bed.run(runId)).toMatchObject({ phase: 'ended', endReason: { text: 'Ordered' } });
});

it('calls a webhook with its key, takes JSON for an answer, and knows what may be tried again', async () => {
  bed = await aTestBed();
  const seen: Request[] = [];
  const answers = [
    new Response('{"ok":true}'),
    new Response('', { status: 503, headers: { 'retry-after': '7' } }),
    new Response('', { status: 404 }),
  ];
  const input: PerformInput = {
    input: { url: 'https://crm.example/hook', headers: { 'x-team': 'crm' }, body: { hello: 'you' } },
    services: {
      fetch: async (url, options) => {
        seen.push(new Request(url, options));
        return answers.shift() ?? Response.error();
      },
      secret: async () => undefined,
    },
    signal: new AbortController().signal,
    ...keys,
    attempt: 1,
    callbackUrl: '',
  };
  expect(await performWebhook.run(input)).toEqual({ kind: 'done', output: { status: 200, body: { ok: true } } });
  expect(await performWebhook.run(input)).toMatchObject({ kind: 'retry', afterMs: 7_000 });
  expect(await performWebhook.run(input)).toEqual({ kind: 'failed', why: 'The address answered 404' });
  expect(seen[0]?.headers.get('idempotency-key')).toBe(`"${keys.idempotencyKey}"`);
  expect(await seen[0]?.json()).toEqual({ hello: 'you' });
});

const keys: Pick<PerformInput, 'idempotencyKey' | 'workspaceId' | 'profileId'> = {
  idempotencyKey: newId(),
  workspaceId: newId(),
  profileId: newId(),
};
