import { z } from 'zod';
import { metric } from '../facts/metric.ts';
import { duration } from '../time/duration-schema.ts';

/** How two values are compared, as a form and a sentence say it. */
const comparisons = {
  is: 'is',
  'is-not': 'is not',
  in: 'is one of',
  'not-in': 'is none of',
  greater: 'is more than',
  'at-least': 'is at least',
  less: 'is less than',
  'at-most': 'is at most',
  between: 'is between',
  contains: 'contains',
  'not-contains': 'does not contain',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  matches: 'matches the pattern',
  exists: 'is known',
  missing: 'is not known',
  before: 'is before',
  after: 'is after',
  'within-last': 'is within the last',
  'not-within-last': 'is not within the last',
} as const;
export type Operator = keyof typeof comparisons;
export const wordsOfOperator = (op: Operator): string => comparisons[op];

/** `matches` is a linear-time regular expression (RE2 syntax). Dates compare by instant. */
export const operator = z.enum(namesOf(comparisons)).meta({ label: 'Comparison', choices: comparisons });

/** What became of a message, as a form and a sentence say it. */
const engagements = {
  sent: 'was sent',
  delivered: 'was delivered',
  opened: 'was opened',
  clicked: 'was clicked',
  replied: 'was replied to',
  bounced: 'bounced',
} as const;
export type Engagement = keyof typeof engagements;
export const wordsOfEngagement = (did: Engagement): string => engagements[did];
export const engagement = z.enum(namesOf(engagements)).meta({ label: 'What became of it', choices: engagements });

/** The keys of a record of words, for a schema that takes one of them. */
function namesOf<Name extends string>(words: Readonly<Record<Name, string>>): Name[] {
  // A literal's keys are its type's: nothing was added to it since.
  return Object.keys(words) as Name[];
}

const scalar = z.union([z.string().max(2000), z.number(), z.boolean()]);
/** A single value, a list for `in` and `between` ([low, high], both included), a duration for `within-last`. */
export const operand = z.union([scalar, z.array(scalar).max(1000)]);
export type Operand = z.infer<typeof operand>;

/** What is compared decides which comparisons make sense: `compares` says it, for each measure where there are several. */
const comparing = (compares: object) => ({
  op: operator.meta({ label: 'Comparison', choices: comparisons, widget: 'comparison', ...compares }),
  value: operand.optional().meta({ widget: 'hidden' }),
});
const comparison = comparing({ compares: 'anything' });
/** Empty in a condition that is being written; the check then says so. */
const path = z.string().max(200);
const window = duration
  .optional()
  .meta({ label: 'When', widget: 'duration', absent: 'At any time', present: 'In the last' });

/** A test on one property of an event: `path` is read below the event, e.g. `properties.value`. */
export const propertyTest = z.strictObject({
  path: path.meta({ label: 'Property', widget: 'property' }),
  ...comparison,
});
export type PropertyTest = z.infer<typeof propertyTest>;

const tests = () => z.array(condition).max(50).meta({ label: 'Tests', widget: 'conditions' });
const allOf = z.strictObject({
  kind: z.literal('all'),
  get of() {
    return tests();
  },
});
const anyOf = z.strictObject({
  kind: z.literal('any'),
  get of() {
    return tests();
  },
});
const notOf = z.strictObject({
  kind: z.literal('not'),
  get of() {
    return condition.meta({ label: 'What must not hold', widget: 'condition' });
  },
});

/**
 * The one condition language: entry filter, branch, exit, goal, wait-until, segment. An empty `all` is true, an empty `any` false.
 * Forms are drawn from it: labels and help are what a marketer reads.
 */
export const condition = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('attribute'),
      path: path.meta({ label: 'Attribute', widget: 'attribute' }),
      ...comparison,
    })
    .meta({ label: 'Something about the person', help: 'What is known of them, such as country or language.' }),
  /** The event being judged; in a branch, the event with which the person entered. */
  z
    .strictObject({
      kind: z.literal('property'),
      path: path.meta({ label: 'Property', widget: 'entry-property' }),
      ...comparison,
    })
    .meta({ label: 'Something about the event', help: 'What came with the event that is looked at.' }),
  /** Events of the person: how many, the sum of a property, or when last. `since: entry` counts from the entry on. */
  z
    .strictObject({
      kind: z.literal('events'),
      event: z.string().max(200).meta({ label: 'Event', widget: 'event' }),
      measure: z.enum(['count', 'sum', 'last']).meta({
        label: 'What counts',
        choices: { count: 'How often it happened', sum: 'What it adds up to', last: 'When it happened last' },
      }),
      path: path.optional().meta({ label: 'What is added up', widget: 'property', onlyIf: { measure: 'sum' } }),
      ...comparing({ compares: { by: 'measure', count: 'number', sum: 'number', last: 'date' } }),
      within: window,
      since: z.literal('entry').optional().meta({ label: 'Only since they entered the journey', ofRun: true }),
      where: z
        .array(propertyTest)
        .max(20)
        .optional()
        .meta({ label: 'Only events where', add: 'Look at a property', advanced: true }),
    })
    .meta({
      label: 'Something they did',
      help: 'How often something happened, what a number of it adds up to, or when it was last.',
    }),
  /** What the person did with a message of this journey (`step`) or of a channel. */
  z
    .strictObject({
      kind: z.literal('message'),
      step: z
        .string()
        .optional()
        .meta({ label: 'Message', widget: 'message-step', absent: 'Any message', ofRun: true }),
      channel: z.string().optional().meta({ label: 'Channel', widget: 'channel', absent: 'By any channel' }),
      did: engagement,
      within: window,
    })
    .meta({ label: 'What became of a message', help: 'Whether they got a message, opened it, clicked or replied.' }),
  z
    .strictObject({
      kind: z.literal('segment'),
      segment: z.string().max(60).meta({ label: 'Segment', widget: 'segment' }),
    })
    .meta({ label: 'A segment they belong to', help: 'A segment that was saved under a name.' }),
  z
    .strictObject({
      kind: z.literal('consent'),
      channel: z.string().meta({ label: 'Channel', widget: 'channel' }),
      topic: z
        .string()
        .optional()
        .meta({ label: 'Topic', widget: 'topic', help: 'Without one, everything we write about.' }),
    })
    .meta({ label: 'What they allow', help: 'Whether they agreed to get messages by this channel.' }),
  /** A variable of the run, set by an earlier step (the answer of a webhook). */
  z
    .strictObject({
      kind: z.literal('variable'),
      path: path.meta({
        label: 'Answer',
        widget: 'variable',
        help: 'The name it was remembered by; parts of it after a dot.',
      }),
      ...comparison,
    })
    .meta({
      label: 'What another system answered',
      help: 'What an earlier step of this journey remembered.',
      ofRun: true,
    }),
  z
    .strictObject({
      kind: z.literal('metric'),
      metric: metric.meta({ widget: 'plain' }),
      ...comparing({ compares: 'number', unit: '%', whole: 1 }),
    })
    .meta({
      label: 'A rate of this journey',
      help: 'The same for everybody: how the journey does as a whole.',
      ofRun: true,
    }),
  allOf.meta({ label: 'Several tests, all of them', help: 'Holds where each of the tests below holds.' }),
  anyOf.meta({ label: 'Several tests, any of them', help: 'Holds where at least one of the tests below holds.' }),
  notOf,
]);
// A condition holds conditions, so that JSON Schema needs names for these two.
condition.register(z.globalRegistry, { id: 'Condition' });
notOf.register(z.globalRegistry, {
  id: 'ConditionNot',
  label: 'The opposite of a test',
  help: 'Holds where the test below does not.',
});
export type Condition = z.infer<typeof condition>;
