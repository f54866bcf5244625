import { describe, expect, it } from 'vitest';
import { aJourney, aRun, aWorld, resumed, testStart, type WorldOptions } from '../testing/index.ts';
import type { JsonObject } from '../values/json.ts';
import { walk } from '../walk/walk.ts';
import type { WalkRun } from '../walk/walked.ts';

async function arrive(type: string, config: JsonObject, world: WorldOptions = {}, run: Partial<WalkRun> = {}) {
  const plan = aJourney().entry('Signed Up').step(type, config).compiled();
  const [walked] = await walk(plan, [aRun(run)], aWorld(world));
  if (!walked) throw new Error('no run');
  return { plan, walked, left: walked.visits.at(-1)?.left };
}
const entry = { name: 'Signed Up', properties: { plan: 'pro' }, at: testStart };

describe('a webhook', () => {
  const config = {
    url: 'https://crm.example/{{ profile.crm_id }}',
    headers: [
      { name: 'Authorization', value: { secret: 'crm_token' } },
      { name: 'X-Shop', value: 'wend' },
    ],
    body: '{"plan":"{{ event.plan }}","earlier":"{{ vars.answer.id }}"}',
    saveAs: 'crm',
  };
  const world = { attributes: { crm_id: 7 } };
  const run = { entry, variables: { answer: { id: 3 } } };

  it('fills in its address and body, and names secrets without knowing them', async () => {
    expect((await arrive('webhook', config, world, run)).walked.rest).toEqual({
      kind: 'call',
      call: {
        input: {
          method: 'POST',
          url: 'https://crm.example/7',
          headers: { Authorization: { secret: 'crm_token' }, 'X-Shop': 'wend' },
          body: '{"plan":"pro","earlier":"3"}',
          timeoutMs: 10_000,
          retries: 3,
        },
      },
    });
  });

  it('remembers the answer for later steps', async () => {
    const { plan, walked } = await arrive('webhook', config, world, run);
    const output = { status: 200, body: { score: 9 } };
    const [next] = await walk(
      plan,
      [resumed(walked, { kind: 'called', result: { kind: 'done', output } })],
      aWorld(world),
    );
    expect(next?.run.variables).toEqual({ answer: { id: 3 }, crm: { score: 9 } });
    expect(next?.visits[0]?.left).toMatchObject({ port: 'next', reason: { text: 'Answered 200' } });
  });

  it('takes its path when it failed or nobody knows', async () => {
    const { plan, walked } = await arrive('webhook', config, world, run);
    for (const kind of ['failed', 'unknown'] as const) {
      const [next] = await walk(
        plan,
        [resumed(walked, { kind: 'called', result: { kind, why: 'it hung' } })],
        aWorld(),
      );
      expect(next?.visits[0]?.left).toMatchObject({ port: 'failed', reason: { text: 'it hung' } });
    }
  });
});

it('updates the profile with texts, numbers, sums and the present time', async () => {
  const changes = [
    { attribute: 'greeting', set: { to: 'text', value: 'Hi {{ profile.name }} of {{ event.plan }}' } },
    { attribute: 'tier', set: { to: 'number', value: 2 } },
    { attribute: 'vip', set: { to: 'yes-no', value: true } },
    { attribute: 'nudges', set: { to: 'add', value: 1 } },
    { attribute: 'nudges', set: { to: 'add', value: 1 } },
    { attribute: 'seen', set: { to: 'now' } },
  ];
  const { walked, left } = await arrive(
    'update-profile',
    { changes },
    { attributes: { name: 'Ada', nudges: 4 } },
    { entry },
  );
  const attributes = { greeting: 'Hi Ada of pro', tier: 2, vip: true, nudges: 6, seen: '2025-03-03T09:00:00.000Z' };
  expect(walked.effects).toEqual([
    { step: 'update-profile', visit: 1, effect: { kind: 'set-attributes', attributes } },
  ]);
  expect(left?.reason.text).toContain('nudges is now 6');
});

it('sets no consent: that comes from the person', () => {
  const setting = (attribute: string) =>
    aJourney().step('update-profile', { changes: [{ attribute, set: { to: 'yes-no', value: true } }] });
  expect(() => setting('consent.sms').compiled()).toThrow('What people allow comes from them, not from a step.');
  expect(() => setting('consents').compiled()).not.toThrow();
});

it('records an event with what is known', async () => {
  const properties = [{ name: 'plan', value: '{{ event.plan }}' }];
  const { walked } = await arrive('emit-event', { event: 'Welcomed', properties }, {}, { entry });
  expect(walked.effects).toMatchObject([
    { effect: { kind: 'emit-event', event: 'Welcomed', properties: { plan: 'pro' } } },
  ]);
});

it('goes back as often as it may, then on, and counts for each person', async () => {
  const plan = aJourney()
    .entry('Signed Up')
    .step('update-profile', { changes: [{ attribute: 'n', set: { to: 'add', value: 1 } }] }, 'again')
    .step('go-to', { to: 'again', limit: 2 })
    .end()
    .compiled();
  const [walked] = await walk(plan, [aRun()], aWorld());
  expect(walked?.run.visits).toEqual({ again: 3, 'go-to': 3, end: 1 });
  expect(walked?.visits.filter(({ step }) => step === 'go-to').map(({ left }) => left?.reason.text)).toEqual([
    'Time 1 of at most 2',
    'Time 2 of at most 2',
    'Was here 2 times already, at most 2',
  ]);
});

it('ends with a reason', async () => {
  expect((await arrive('end', {})).walked.rest).toEqual({ kind: 'end', reason: { text: 'Came to the end' } });
});
