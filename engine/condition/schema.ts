import { z } from 'zod';
import { metric } from '../facts/metric.ts';
import { duration } from '../time/duration-schema.ts';

/** `matches` is a linear-time regular expression (RE2 syntax). Dates compare by instant. */
export const operator = z.enum([
  'is',
  'is-not',
  'in',
  'not-in',
  'greater',
  'at-least',
  'less',
  'at-most',
  'between',
  'contains',
  'not-contains',
  'starts-with',
  'ends-with',
  'matches',
  'exists',
  'missing',
  'before',
  'after',
  'within-last',
  'not-within-last',
]);
export type Operator = z.infer<typeof operator>;

const scalar = z.union([z.string().max(2000), z.number(), z.boolean()]);
/** A single value, a list for `in` and `between` ([low, high], both included), a duration for `within-last`. */
export const operand = z.union([scalar, z.array(scalar).max(1000)]);
export type Operand = z.infer<typeof operand>;

const comparison = { op: operator, value: operand.optional() };
/** Empty in a condition that is being written; the check then says so. */
const path = z.string().max(200);

/** A test on one property of an event: `path` is read below the event, e.g. `properties.value`. */
export const propertyTest = z.strictObject({ path, ...comparison });
export type PropertyTest = z.infer<typeof propertyTest>;

export const engagement = z.enum(['sent', 'delivered', 'opened', 'clicked', 'replied', 'bounced']);
export type Engagement = z.infer<typeof engagement>;

const allOf = z.strictObject({
  kind: z.literal('all'),
  get of() {
    return z.array(condition).max(50);
  },
});
const anyOf = z.strictObject({
  kind: z.literal('any'),
  get of() {
    return z.array(condition).max(50);
  },
});
const notOf = z.strictObject({
  kind: z.literal('not'),
  get of() {
    return condition;
  },
});

/** The one condition language: entry filter, branch, exit, goal, wait-until, segment. An empty `all` is true, an empty `any` false. */
export const condition = z.discriminatedUnion('kind', [
  allOf,
  anyOf,
  notOf,
  /** A profile attribute. */
  z.strictObject({ kind: z.literal('attribute'), path, ...comparison }),
  /** The event being judged; in a branch, the event with which the person entered. */
  z.strictObject({ kind: z.literal('property'), path, ...comparison }),
  /** Events of the person: how many, the sum of a property, or when last. `since: entry` counts from the entry on. */
  z.strictObject({
    kind: z.literal('events'),
    event: z.string().max(200),
    where: z.array(propertyTest).max(20).optional(),
    within: duration.optional(),
    since: z.literal('entry').optional(),
    measure: z.enum(['count', 'sum', 'last']),
    path: path.optional(),
    ...comparison,
  }),
  /** What the person did with a message of this journey (`step`) or of a channel. */
  z.strictObject({
    kind: z.literal('message'),
    did: engagement,
    step: z.string().optional(),
    channel: z.string().optional(),
    within: duration.optional(),
  }),
  z.strictObject({ kind: z.literal('segment'), segment: z.string().min(1).max(60) }),
  z.strictObject({ kind: z.literal('consent'), channel: z.string(), topic: z.string().optional() }),
  /** A variable of the run, set by an earlier step (the answer of a webhook). */
  z.strictObject({ kind: z.literal('variable'), path, ...comparison }),
  z.strictObject({ kind: z.literal('metric'), metric, ...comparison }),
]);
export type Condition = z.infer<typeof condition>;
