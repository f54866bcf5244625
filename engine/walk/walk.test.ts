import { expect, it } from 'vitest';
import { type JourneyDocumentInput, journeyDocument } from '../document/schema.ts';
import type { FactValue } from '../facts/request.ts';
import { nodeTypesOf } from '../node/node-types.ts';
import { builtInNodes } from '../nodes/index.ts';
import type { JsonObject } from '../values/json.ts';
import { compile } from './compile.ts';
import type { Plan } from './plan.ts';
import { walk } from './walk.ts';
import type { WalkRun } from './walked.ts';
import type { Asked, World } from './world.ts';

const types = nodeTypesOf(builtInNodes);
const NOON = Date.parse('2025-03-01T12:00:00Z');

function compiled(input: Pick<JourneyDocumentInput, 'steps' | 'edges'>): Plan {
  const document = journeyDocument.parse({
    format: 1,
    name: 'Test',
    entry: { kind: 'event', event: 'Signed Up' },
    ...input,
  });
  const result = compile(document, types);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

class KnownWorld implements World {
  asked: (readonly Asked[])[] = [];
  readonly now: number;
  readonly #attributes: JsonObject;
  constructor(now: number, attributes: JsonObject) {
    this.now = now;
    this.#attributes = attributes;
  }
  async facts(asked: readonly Asked[]): Promise<readonly FactValue[]> {
    this.asked.push(asked);
    return asked.map(({ request }): FactValue => {
      if (request.kind === 'profile') return { attributes: this.#attributes, timeZone: 'Europe/Paris', language: 'fr' };
      if (request.kind === 'assignment') return undefined;
      return { count: 0, sum: 0 };
    });
  }
}

const aRun = (id: string): WalkRun => ({
  id,
  journeyId: 'j',
  profileId: `p-${id}`,
  entryKey: '',
  enteredAt: NOON,
  entry: { name: 'Signed Up', properties: { plan: 'pro' }, at: NOON },
  step: 'entry',
  visit: 0,
  arrivedAt: NOON,
  variables: {},
  visits: {},
  holdout: false,
});

it('moves a run through instant steps to its next rest and says why', async () => {
  const plan = compiled({
    steps: {
      fork: {
        type: 'branch',
        v: 1,
        name: '',
        config: {
          paths: [
            { id: 'big', name: 'Big', when: { kind: 'attribute', path: 'lifetime_value', op: 'at-least', value: 250 } },
          ],
        },
      },
      text: { type: 'sms', v: 1, name: '', config: { body: 'Hi', languages: { fr: { body: 'Salut' } } } },
    },
    edges: [
      { from: 'entry', port: 'next', to: 'fork' },
      { from: 'fork', port: 'big', to: 'text' },
    ],
  });
  const [walked] = await walk(plan, [aRun('1')], new KnownWorld(NOON, { lifetime_value: 310 }));
  expect(walked?.rest).toMatchObject({
    kind: 'send',
    send: { channel: 'sms', content: { body: 'Salut' }, purpose: 'marketing' },
  });
  expect(walked?.visits.map(({ step, left }) => [step, left?.port, left?.reason.text])).toEqual([
    ['entry', 'next', 'Entered'],
    ['fork', 'big', 'lifetime_value 310 ≥ 250'],
    ['text', undefined, undefined],
  ]);
});

it('asks for the facts of a thousand runs on one step at once', async () => {
  const plan = compiled({
    steps: { text: { type: 'sms', v: 1, name: '', config: { body: 'Hi' } } },
    edges: [{ from: 'entry', port: 'next', to: 'text' }],
  });
  const world = new KnownWorld(NOON, {});
  const walked = await walk(
    plan,
    Array.from({ length: 1_000 }, (_, n) => aRun(String(n))),
    world,
  );
  expect(world.asked.map((asked) => asked.length)).toEqual([1_000]);
  expect(walked.every(({ rest }) => rest.kind === 'send')).toBe(true);
});

it('shows a step the attributes that an earlier step of the same walk has set', async () => {
  const plan = compiled({
    steps: {
      set: {
        type: 'update-profile',
        v: 1,
        name: '',
        config: { changes: [{ attribute: 'tier', set: { to: 'text', value: 'gold' } }] },
      },
      fork: {
        type: 'branch',
        v: 1,
        name: '',
        config: {
          paths: [{ id: 'gold', name: 'Gold', when: { kind: 'attribute', path: 'tier', op: 'is', value: 'gold' } }],
        },
      },
      end: { type: 'end', v: 1, name: '', config: {} },
    },
    edges: [
      { from: 'entry', port: 'next', to: 'set' },
      { from: 'set', port: 'next', to: 'fork' },
      { from: 'fork', port: 'gold', to: 'end' },
    ],
  });
  const [walked] = await walk(plan, [aRun('1')], new KnownWorld(NOON, { tier: 'silver' }));
  expect(walked?.visits.at(-2)?.left?.port).toBe('gold');
  expect(walked?.effects).toEqual([
    { step: 'set', visit: 1, effect: { kind: 'set-attributes', attributes: { tier: 'gold' } } },
  ]);
});

it('writes a part of an attribute where later steps look for it, and leaves its other parts alone', async () => {
  const plan = compiled({
    steps: {
      set: {
        type: 'update-profile',
        v: 1,
        name: '',
        config: { changes: [{ attribute: 'address.city', set: { to: 'text', value: 'Ulm' } }] },
      },
      tell: {
        type: 'sms',
        v: 1,
        name: '',
        config: { body: 'Moved' },
      },
      fork: {
        type: 'branch',
        v: 1,
        name: '',
        config: {
          paths: [
            {
              id: 'both',
              name: 'Both',
              when: {
                kind: 'all',
                of: [
                  { kind: 'attribute', path: 'address.city', op: 'is', value: 'Ulm' },
                  { kind: 'attribute', path: 'address.street', op: 'is', value: 'Main' },
                ],
              },
            },
          ],
        },
      },
    },
    edges: [
      { from: 'entry', port: 'next', to: 'set' },
      { from: 'set', port: 'next', to: 'fork' },
      { from: 'fork', port: 'both', to: 'tell' },
    ],
  });
  const world = new KnownWorld(NOON, { address: { city: 'Bonn', street: 'Main' } });
  const [walked] = await walk(plan, [aRun('1')], world);
  expect(walked?.run.step).toBe('tell');
});

it('fails one run whose walk throws and goes on with the others', async () => {
  const plan = compiled({
    steps: {
      set: {
        type: 'update-profile',
        v: 1,
        name: '',
        config: {
          changes: [
            {
              attribute: 'a',
              set: { to: 'text', value: '{{ event.list | join: event.list }}{{ 1 | divided_by: event.zero }}' },
            },
          ],
        },
      },
    },
    edges: [{ from: 'entry', port: 'next', to: 'set' }],
  });
  const bad = { ...aRun('bad'), entry: { name: 'Signed Up', properties: { zero: 0 }, at: NOON } };
  const walked = await walk(plan, [{ ...bad, step: 'gone' }, aRun('good')], new KnownWorld(NOON, {}));
  expect(walked.map(({ rest }) => rest.kind)).toEqual(['failed', 'end']);
});

it('bounds a go-to by its visits', async () => {
  const plan = compiled({
    steps: {
      set: {
        type: 'update-profile',
        v: 1,
        name: '',
        config: { changes: [{ attribute: 'n', set: { to: 'add', value: 1 } }] },
      },
      back: { type: 'go-to', v: 1, name: '', config: { to: 'set', limit: 3 } },
      end: { type: 'end', v: 1, name: '', config: {} },
    },
    edges: [
      { from: 'entry', port: 'next', to: 'set' },
      { from: 'set', port: 'next', to: 'back' },
      { from: 'back', port: 'limit-reached', to: 'end' },
    ],
  });
  const [walked] = await walk(plan, [aRun('1')], new KnownWorld(NOON, {}));
  expect(walked?.rest.kind).toBe('end');
  expect(walked?.run.visits).toMatchObject({ set: 4, back: 4, end: 1 });
});

it('times out an event wait and takes the event when it came', async () => {
  const plan = compiled({
    steps: {
      hold: { type: 'wait', v: 1, name: '', config: { until: 'event', event: 'Order Completed', timeout: 'P1D' } },
    },
    edges: [{ from: 'entry', port: 'next', to: 'hold' }],
  });
  const [resting] = await walk(plan, [aRun('1')], new KnownWorld(NOON, {}));
  expect(resting?.rest).toMatchObject({
    kind: 'wait',
    wait: { until: NOON + 86_400_000, events: [{ event: 'Order Completed', since: NOON }] },
  });
  if (!resting) throw new Error('no run');
  const [late] = await walk(plan, [{ ...resting.run, resume: { kind: 'due' } }], new KnownWorld(NOON + 86_400_000, {}));
  expect(late?.visits[0]?.left?.port).toBe('timeout');
  const event = { name: 'Order Completed', properties: {}, at: NOON + 1 };
  const [bought] = await walk(
    plan,
    [{ ...resting.run, resume: { kind: 'event', event } }],
    new KnownWorld(NOON + 5, {}),
  );
  expect(bought?.visits[0]?.left?.port).toBe('happened');
});
