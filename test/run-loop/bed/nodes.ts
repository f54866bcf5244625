import {
  addDuration,
  call,
  defineNode,
  duration,
  end,
  go,
  type JourneyDocument,
  type JourneyDocumentInput,
  journeyDocument,
  type NodeType,
  type Plan,
  type PlanStep,
  send,
  wait,
} from '@wend/engine';
import { z } from 'zod';

/** The smallest node types that rest in every way a run can; the run loop knows none by name. */
const say = defineNode({
  type: 'say',
  version: 1,
  group: 'message',
  title: 'Say',
  summary: 'Sends a text.',
  icon: 'message-square',
  initial: { channel: 'sms', body: 'Hello' },
  config: z.object({
    channel: z.string().default('sms'),
    body: z.string().default('Hello'),
    purpose: z.enum(['marketing', 'transactional']).default('marketing'),
    topic: z.string().optional(),
    whenHeld: z.enum(['defer', 'skip', 'ignore']).default('defer'),
  }),
  ports: () => [
    { id: 'sent', label: 'Sent' },
    { id: 'skipped', label: 'Skipped' },
    { id: 'failed', label: 'Failed' },
    { id: 'unknown', label: 'Unknown' },
  ],
  card: () => ({ title: 'Say', body: { kind: 'plain' } }),
  decide: ({ config: { channel, body, purpose, topic, whenHeld } }) =>
    send({ channel, purpose, topic, content: { body }, whenHeld: { quietHours: whenHeld, frequencyCap: whenHeld } }),
  resume: ({ input }) => {
    if (input.kind !== 'sent') throw new Error(`Resumed by ${input.kind}`);
    const { result } = input;
    if (result.kind === 'accepted' || result.kind === 'ghost') return go('sent', result.kind);
    return go(result.kind === 'rejected' ? 'failed' : result.kind, result.why);
  },
});

const rest = defineNode({
  type: 'rest',
  version: 1,
  group: 'timing',
  title: 'Rest',
  summary: 'Waits.',
  icon: 'clock',
  initial: { for: 'PT1H' },
  config: z.object({
    for: duration.default('PT1H'),
    event: z.string().optional(),
    key: z.string().optional(),
    since: z.enum(['send', 'entry', 'now']).default('send'),
    attribute: z.string().optional(),
  }),
  ports: () => [
    { id: 'happened', label: 'Happened' },
    { id: 'late', label: 'Not in time' },
  ],
  card: () => ({ title: 'Rest', body: { kind: 'plain' } }),
  facts: ({ attribute }) => (attribute === undefined ? [] : [{ kind: 'profile' }]),
  decide: ({ config, run, now, facts }) => {
    if (config.attribute !== undefined && facts.read({ kind: 'profile' }).attributes[config.attribute] !== undefined)
      return go('happened', 'Is known');
    const since =
      config.since === 'entry' ? run.enteredAt : config.since === 'now' ? now : (run.lastSendAt ?? run.enteredAt);
    const key = config.key === undefined ? {} : { key: { path: config.key, equals: run.entryKey } };
    return wait({
      until: addDuration(run.arrivedAt, config.for, 'UTC'),
      reason: { text: `Waits ${config.for}` },
      ...(config.event === undefined ? {} : { events: [{ event: config.event, since, ...key }] }),
      ...(config.attribute === undefined
        ? {}
        : { condition: { kind: 'attribute', path: config.attribute, op: 'exists' } }),
    });
  },
  resume: ({ input, config, facts, run }) => {
    if (input.kind === 'event') return go('happened', `${input.event.name} came`);
    if (
      input.kind === 'changed' &&
      config.attribute !== undefined &&
      facts.read({ kind: 'profile' }).attributes[config.attribute] === undefined
    )
      return wait({
        until: addDuration(run.arrivedAt, config.for, 'UTC'),
        condition: { kind: 'attribute', path: config.attribute, op: 'exists' },
        reason: { text: 'Still waits' },
      });
    return go(input.kind === 'changed' ? 'happened' : 'late', input.kind);
  },
});

const fork = defineNode({
  type: 'fork',
  version: 1,
  group: 'logic',
  title: 'Fork',
  summary: 'Counts events.',
  icon: 'split',
  initial: { event: 'Ordered', atLeast: 1 },
  config: z.object({ event: z.string(), atLeast: z.number() }),
  ports: () => [
    { id: 'yes', label: 'Yes' },
    { id: 'no', label: 'No' },
  ],
  card: () => ({ title: 'Fork', body: { kind: 'plain' } }),
  facts: ({ event }) => [{ kind: 'events', event, since: 'entry' }],
  decide: ({ config, facts }) => {
    const { count } = facts.read({ kind: 'events', event: config.event, since: 'entry' });
    return go(count >= config.atLeast ? 'yes' : 'no', {
      text: `${config.event} ${count} ≥ ${config.atLeast}`,
      facts: { count },
    });
  },
});

const ask = defineNode({
  type: 'ask',
  version: 1,
  group: 'action',
  title: 'Ask',
  summary: 'Asks elsewhere.',
  icon: 'globe',
  initial: {},
  calls: true,
  config: z.object({ question: z.string().default('?') }),
  ports: () => [
    { id: 'done', label: 'Done' },
    { id: 'failed', label: 'Failed' },
  ],
  card: () => ({ title: 'Ask', body: { kind: 'plain' } }),
  decide: ({ config }) => call({ question: config.question }),
  resume: ({ input }) =>
    input.kind === 'called' && input.result.kind === 'done'
      ? go('done', 'Answered', { variables: { answer: input.result.output } })
      : go('failed', 'No answer'),
});

const change = defineNode({
  type: 'change',
  version: 1,
  group: 'action',
  title: 'Change',
  summary: 'Sets an attribute, says an event.',
  icon: 'pen',
  initial: {},
  config: z.object({
    attribute: z.string().default('seen'),
    event: z.string().default('Seen'),
    breaks: z.enum(['walk', 'commit']).optional(),
  }),
  ports: () => [{ id: 'next', label: 'Next' }],
  card: () => ({ title: 'Change', body: { kind: 'plain' } }),
  decide: ({ config, run }) => {
    if (config.breaks !== undefined && run.entry.properties['breaks'] === true) {
      if (config.breaks === 'walk') throw new Error('This step cannot go on');
      return go('next', 'A text that Postgres cannot hold: \0');
    }
    return go('next', 'Changed', {
      assign: 'a',
      effects: [
        { kind: 'set-attributes', attributes: { [config.attribute]: true } },
        { kind: 'emit-event', event: config.event, properties: {} },
      ],
    });
  },
});

const stop = defineNode({
  type: 'stop',
  version: 1,
  group: 'logic',
  title: 'Stop',
  summary: 'Ends.',
  icon: 'flag',
  initial: {},
  config: z.object({}),
  ports: () => [],
  card: () => ({ title: 'Stop', body: { kind: 'plain' } }),
  decide: () => end('The end'),
});

const nodeTypes: ReadonlyMap<string, NodeType> = new Map(
  [say, rest, fork, ask, change, stop].map((type) => [type.type, type]),
);

/** A plan over the node types above. */
export function compileLittle(document: JourneyDocument): Plan {
  const steps = Object.entries(document.steps).map(([id, step]): [string, PlanStep] => {
    const type = nodeTypes.get(step.type);
    const bound = type?.bind(id, step.config, step.v);
    if (!type || !bound?.ok) throw new Error(`Step ${id} is no step`);
    return [id, { id, name: step.name, type, node: bound.node }];
  });
  return {
    document,
    steps: new Map(steps),
    next: (from, port) => document.edges.find((edge) => edge.from === from && edge.port === port)?.to,
  };
}

type LittleStep = {
  readonly type: string;
  readonly config?: Record<string, unknown>;
  readonly to?: Readonly<Record<string, string>>;
};

/** A document from its steps in order; a step without `to` goes on to the next one by its first ports. */
export function aDocument(
  steps: Readonly<Record<string, LittleStep>>,
  settings: Partial<JourneyDocumentInput> = {},
): JourneyDocument {
  const ids = Object.keys(steps);
  const edges = Object.entries(steps).flatMap(([id, { type, to }], index) => {
    if (to) return Object.entries(to).map(([port, next]) => ({ from: id, port, to: next }));
    const next = ids[index + 1];
    const ports =
      {
        say: ['sent', 'skipped', 'failed', 'unknown'],
        rest: ['happened', 'late'],
        ask: ['done', 'failed'],
        fork: ['yes', 'no'],
        change: ['next'],
        stop: [],
      }[type] ?? [];
    return next === undefined ? [] : ports.map((port) => ({ from: id, port, to: next }));
  });
  return journeyDocument.parse({
    format: 1,
    name: 'A journey',
    entry: { kind: 'event', event: 'Started' },
    quietHours: 'none',
    ...settings,
    steps: Object.fromEntries(
      Object.entries(steps).map(([id, { type, config = {} }]) => [id, { type, v: 1, name: id, config }]),
    ),
    edges: [...(ids[0] === undefined ? [] : [{ from: 'entry', port: 'next', to: ids[0] }]), ...edges],
  });
}
