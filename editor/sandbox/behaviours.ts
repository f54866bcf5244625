import { canonicalJson, type Json } from '@wend/engine';
import type { InferResponseType } from 'hono/client';
import type { workspaceClient } from '../api/client.ts';

/** What a test provider plays, as the server tells it. */
export type PlayedBy = InferResponseType<typeof workspaceClient.sandbox.played.$get, 200>['items'][number];
export type Rule = PlayedBy['rules'][number];

type Played = Pick<Rule, 'answer' | 'callbacks' | 'callbacksFirst'>;

/** Something a test provider can do with a message, in the words that follow its name: "SMS: refuses the address". */
export interface Behaviour {
  readonly label: string;
  /** `seconds` is what the form asks for beside it, where the behaviour has any. */
  readonly rule: (seconds: number) => Played;
}

type Callback = Rule['callbacks'][number];
const back = (kind: Callback['kind'], more: Partial<Callback> = {}): Callback => ({
  kind,
  afterMs: 0,
  copies: 1,
  isForged: false,
  ...more,
});
const taking: Rule['answer'] = { kind: 'accept', delayMs: 0 };
const answering = (answer: Rule['answer'], callbacks = [back('delivered')], callbacksFirst = false): Played => ({
  answer,
  callbacks,
  callbacksFirst,
});
const telling = (...callbacks: Callback[]): Played => answering(taking, callbacks);
const msOf = (seconds: number): number => Math.round(seconds * 1_000);
const refusing = (scope: 'address' | 'message' | 'sender' | 'account', why: string): Played =>
  answering({ kind: 'reject', scope, why });

export const behaviours = {
  delivers: { label: 'Delivers the message', rule: () => telling(back('delivered')) },
  clicks: {
    label: 'Delivers it, and the person clicks',
    rule: (seconds) => telling(back('delivered'), back('clicked', { afterMs: msOf(seconds) })),
  },
  complains: {
    label: 'Delivers it, and the person complains',
    rule: () => telling(back('delivered'), back('complained')),
  },
  'refuses-address': {
    label: 'Refuses the address',
    rule: () => refusing('address', 'There is nobody at this address'),
  },
  'refuses-message': { label: 'Refuses the message', rule: () => refusing('message', 'This text is not allowed') },
  'refuses-sender': { label: 'Refuses the sender', rule: () => refusing('sender', 'This sender is not allowed') },
  'refuses-account': { label: 'Refuses everything of ours', rule: () => refusing('account', 'The account is closed') },
  fails: { label: 'Takes it, and reports that it did not arrive', rule: () => telling(back('failed')) },
  bounces: { label: 'Takes it, and reports that the address is dead', rule: () => telling(back('bounced')) },
  silent: { label: 'Takes it, and never reports back', rule: () => telling() },
  slow: {
    label: 'Is slow to answer',
    rule: (seconds) => answering({ kind: 'accept', delayMs: msOf(seconds) }),
  },
  busy: {
    label: 'Is busy, and asks to come back later',
    rule: (seconds) => answering({ kind: 'status', status: 429, retryAfterSeconds: seconds }),
  },
  'takes-and-hangs': { label: 'Takes it, and never answers', rule: () => answering({ kind: 'take-and-hang' }) },
  'takes-and-drops': { label: 'Takes it, and hangs up', rule: () => answering({ kind: 'take-and-drop' }) },
  hangs: { label: 'Does not take it, and never answers', rule: () => answering({ kind: 'hang' }) },
  broken: { label: 'Is broken', rule: () => answering({ kind: 'status', status: 500 }) },
  twice: { label: 'Reports everything twice', rule: () => telling(back('delivered', { copies: 2 })) },
  early: {
    label: 'Reports before it has answered',
    rule: () => answering(taking, [back('delivered')], true),
  },
  disordered: {
    label: 'Reports in the wrong order',
    rule: () => answering(taking, [back('clicked'), back('opened'), back('delivered')], true),
  },
  forged: {
    label: 'Delivers it, and somebody else reports in its name',
    rule: () => telling(back('delivered', { isForged: true })),
  },
} as const satisfies Readonly<Record<string, Behaviour>>;

export type BehaviourId = keyof typeof behaviours;
export const behaviourIds = Object.keys(behaviours).filter((id): id is BehaviourId => Object.hasOwn(behaviours, id));

/** What a rule is in these words; none where a program has set something of its own. */
export function behaviourOf(rule: Rule): BehaviourId | undefined {
  const { channel, answer, callbacks, callbacksFirst } = rule;
  // The form has no words for a rule of another channel.
  if (channel !== undefined) return undefined;
  const told = textOf({ answer, callbacks, callbacksFirst });
  return behaviourIds.find((id) => textOf(ruleOf(id, secondsIn(rule))) === told);
}

export function ruleOf(id: BehaviourId, seconds: number): Played {
  const { rule }: Behaviour = behaviours[id];
  return rule(seconds);
}

/** How long something lasts in it that a form asks for. */
export function secondsIn({ answer, callbacks }: Rule): number {
  if (answer.kind === 'status') return answer.retryAfterSeconds ?? 0;
  const delayMs = answer.kind === 'accept' ? answer.delayMs : 0;
  return Math.max(delayMs, ...callbacks.map(({ afterMs }) => afterMs)) / 1_000;
}

/** Whatever the order of its keys. */
function textOf(played: Played): string {
  const plain: Json = JSON.parse(JSON.stringify(played));
  return canonicalJson(plain);
}
