import { z } from 'zod';

/** A callback comes at most a day after its message was taken. */
export const LONGEST_AFTER_MS = 86_400_000;

const fact = z.strictObject({
  kind: z.enum(['delivered', 'failed', 'bounced', 'opened', 'clicked', 'replied', 'unsubscribed', 'complained']),
  afterMs: z.int().min(0).max(LONGEST_AFTER_MS).default(0),
  /** More than one: the same callback again. */
  copies: z.int().min(1).max(5).default(1),
  /** Signed with another key. */
  isForged: z.boolean().default(false),
  text: z.string().max(2000).optional(),
});
export type ScriptedFact = z.infer<typeof fact>;

const answer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept'), delayMs: z.int().min(0).max(600_000).default(0) }),
  z.strictObject({
    kind: z.literal('reject'),
    scope: z.enum(['address', 'message', 'sender', 'account']),
    why: z.string().max(200).default('Refused by script'),
  }),
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    retryAfterSeconds: z.int().min(0).max(86_400).optional(),
  }),
  /** Takes the message, then never answers. */
  z.strictObject({ kind: z.literal('take-and-hang') }),
  /** Takes the message, then breaks the connection. */
  z.strictObject({ kind: z.literal('take-and-drop') }),
  z.strictObject({ kind: z.literal('hang') }),
  z.strictObject({ kind: z.literal('drop') }),
  /** Takes the message and sends its answer byte by byte. */
  z.strictObject({ kind: z.literal('trickle'), everyMs: z.int().min(1).max(60_000) }),
]);
export type ScriptedAnswer = z.infer<typeof answer>;

/** How calls for some addresses are answered, and what is called back for them. The first rule that fits counts. */
export const rule = z.strictObject({
  channel: z.enum(['sms', 'email', 'push']).optional(),
  /** The address begins with this. */
  to: z.string().max(200).optional(),
  /** Holds for the first so many calls about one message. */
  times: z.int().min(1).optional(),
  answer: answer.default({ kind: 'accept', delayMs: 0 }),
  callbacks: z
    .array(fact)
    .max(10)
    .default([{ kind: 'delivered', afterMs: 0, copies: 1, isForged: false }]),
  /** The callbacks are sent before the answer. */
  callbacksFirst: z.boolean().default(false),
});
export type Rule = z.infer<typeof rule>;

export const script = z.strictObject({ rules: z.array(rule).max(100) });
export type Script = z.infer<typeof script>;

/** What an account does without a script: takes everything and delivers it. */
export const plainRule: Rule = rule.parse({});

interface Call {
  readonly channel: string;
  readonly to: string;
  /** Calls about this message before this one. */
  readonly before: number;
}

export function ruleFor(rules: readonly Rule[], call: Call): Rule {
  return (
    rules.find(
      ({ channel, to, times }) =>
        (channel === undefined || channel === call.channel) &&
        (to === undefined || call.to.startsWith(to)) &&
        (times === undefined || call.before < times),
    ) ?? plainRule
  );
}
