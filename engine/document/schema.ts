import { z } from 'zod';
import { condition } from '../condition/schema.ts';
import { duration } from '../time/duration-schema.ts';
import { purpose } from './channel.ts';

export const ENTRY = 'entry';

export const stepId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'A step id is up to 40 small letters, digits, - and _')
  .refine((id) => id !== ENTRY, `"${ENTRY}" names the entry, no step`)
  // The one name a plain record already answers to.
  .refine((id) => id !== 'constructor', '"constructor" cannot name a step');
export type StepId = string;

/** Where a value lies in an event or a profile: `properties.cart_id`. */
export const path = z.string().min(1).max(200);

/** Empty in a journey that is being written; the check then says so. */
const namedEvent = z.string().max(200);

/** `after` counts from the start of the person's last run of this journey (and key), by their calendar. */
export const reentry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('always') }).meta({ label: 'Whenever it happens' }),
  z.strictObject({ kind: z.literal('never') }).meta({ label: 'Only once' }),
  z
    .strictObject({ kind: z.literal('after'), after: duration.meta({ label: 'After', widget: 'duration' }) })
    .meta({ label: 'Again after a while' }),
]);
export type Reentry = z.infer<typeof reentry>;

const again = {
  key: path.optional().meta({
    label: 'One journey for each',
    widget: 'entry-property',
    absent: 'Person',
    help: 'By a cart or an order, a person may be in the journey several times, once for each.',
  }),
  reentry: reentry.default({ kind: 'always' }).meta({ label: 'The same person again' }),
};

export const entry = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('event'),
      event: namedEvent.meta({ label: 'Event', widget: 'event' }),
      where: condition.optional().meta({ label: 'Only if', widget: 'entry-condition' }),
      ...again,
    })
    .meta({ label: 'When they do something' }),
  z.strictObject({ kind: z.literal('api'), ...again }).meta({ label: 'When your own system says so' }),
  /** A crowd: everybody in the segment, page by page. */
  z
    .strictObject({
      kind: z.literal('segment'),
      segment: z.string().max(60).meta({ label: 'Segment', widget: 'segment' }),
      when: z
        .enum(['published', 'asked'])
        .default('published')
        .meta({
          label: 'When they enter',
          choices: { published: 'Once, when this is published', asked: 'Whenever your own system says so' },
          help: 'Whoever is in the segment at that moment; nobody enters who joins it later.',
        }),
      reentry: again.reentry,
    })
    .meta({ label: 'When they are in a segment' }),
]);
export type Entry = z.infer<typeof entry>;

/** What tells two runs of one person apart; a segment is of people, once each. */
export function keyPathOf(entry: Entry): string | undefined {
  return entry.kind === 'segment' ? undefined : entry.key;
}

/** Whatever JSON can hold; named, since it holds itself. */
const anyJson = z.json();
anyJson.register(z.globalRegistry, { id: 'Json' });

/** One placed box. `v` is the version of its node type's config; an unknown type is kept as it is. */
export const step = z.strictObject({
  type: z.string().min(1).max(60),
  v: z.int().min(1),
  name: z.string().max(120),
  config: z.record(z.string(), anyJson),
  note: z.string().max(4000).optional(),
});
export type Step = z.infer<typeof step>;

export const edge = z.strictObject({ from: z.string(), port: z.string(), to: z.string() });
export type Edge = z.infer<typeof edge>;

/** A conversion counts when `0 < at − entered ≤ within`, by the event's own time. */
export const goal = z.strictObject({
  event: namedEvent.meta({ label: 'Event that counts as reached', widget: 'event' }),
  where: condition.optional().meta({ label: 'Only if', widget: 'event-condition', advanced: true }),
  within: duration.meta({ label: 'Within', widget: 'duration' }),
  /** Where the money lies in the event, e.g. `properties.revenue`. */
  value: path.optional().meta({ label: 'What it is worth', widget: 'property', absent: 'Not counted' }),
  endsJourney: z.boolean().default(true).meta({ label: 'They leave the journey then' }),
});
export type Goal = z.infer<typeof goal>;

/** Takes the person out at once, inside any wait. `key` compares the event's value with the run's own key. */
export const exit = z.strictObject({
  event: namedEvent.meta({ label: 'Event', widget: 'event' }),
  where: condition.optional().meta({ label: 'Only if', widget: 'event-condition', advanced: true }),
  key: path.optional().meta({
    label: 'About the same thing',
    widget: 'property',
    absent: 'Whatever it is about',
    help: 'Its value must be the one they entered with.',
    advanced: true,
  }),
});
export type Exit = z.infer<typeof exit>;

/** Allowed times, local to the person; `from` after `to` crosses midnight, `24:00` is the end of the day. Days are 1 (Monday) to 7. */
export const allowedWindow = z.strictObject({
  days: z.array(z.int().min(1).max(7)).min(1),
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Sending begins at a time from 00:00 to 23:59.'),
  to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Sending ends at a time from 00:00 to 24:00.'),
});
export type AllowedWindow = z.infer<typeof allowedWindow>;

export const quietHours = z.union([
  z.literal('country'),
  z.literal('none'),
  z.strictObject({ allow: z.array(allowedWindow).min(1) }),
]);

export const journeyDocument = z.strictObject({
  format: z.literal(1),
  name: z.string().min(1).max(200),
  description: z.string().max(2000).optional(),
  purpose: purpose.default('marketing'),
  topic: z.string().max(60).optional(),
  entry,
  steps: z.record(stepId, step),
  edges: z.array(edge),
  goals: z.array(goal).max(10).default([]).meta({ label: 'Goals', add: 'Add a goal' }),
  exits: z.array(exit).max(20).default([]).meta({ label: 'They leave at once when', add: 'Add an event' }),
  /** Share of entrants (0–0.5) for whom nothing is sent, to compare with. */
  holdout: z.number().min(0).max(0.5).optional().meta({
    label: 'Comparison group',
    help: 'So many get nothing, so that you see what the journey brings.',
    unit: '%',
    whole: 1,
  }),
  /** `profile`: each person's own zone, else the workspace's; or one IANA zone for all. */
  timeZone: z.string().default('profile'),
  quietHours: quietHours.default('country'),
});
/** Canonical journey, without coordinates: the layout is computed, so a diff shows meaning only. */
export type JourneyDocument = z.infer<typeof journeyDocument>;
/** The document before defaults are filled in. */
export type JourneyDocumentInput = z.input<typeof journeyDocument>;
