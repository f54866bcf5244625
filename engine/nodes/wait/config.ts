import { z } from 'zod';
import { condition } from '../../condition/schema.ts';
import { duration } from '../../time/duration-schema.ts';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time like 09:00');
const longest = duration.meta({ label: 'At the latest after', widget: 'duration' });
const since = z
  .enum(['last-message', 'entry', 'now'])
  .default('last-message')
  .meta({
    label: 'Counting from',
    choices: {
      'last-message': 'The message before',
      entry: 'The moment they entered',
      now: 'The moment they come here',
    },
    advanced: true,
  });

export const config = z.discriminatedUnion('until', [
  z
    .strictObject({ until: z.literal('duration'), for: duration.meta({ label: 'How long', widget: 'duration' }) })
    .meta({ label: 'For a time' }),
  z
    .strictObject({
      until: z.literal('date'),
      date: z
        .discriminatedUnion('from', [
          z
            .strictObject({ from: z.literal('fixed'), at: z.string().max(40).meta({ label: 'Date', widget: 'date' }) })
            .meta({ label: 'A date' }),
          z
            .strictObject({
              from: z.literal('attribute'),
              path: z.string().max(200).meta({ label: 'Attribute', widget: 'attribute' }),
            })
            .meta({ label: 'A date of the person' }),
          z
            .strictObject({
              from: z.literal('event'),
              path: z.string().max(200).meta({ label: 'Property', widget: 'entry-property' }),
            })
            .meta({ label: 'A date of the entry event' }),
        ])
        .meta({ label: 'Which date' }),
      offset: z
        .strictObject({
          by: duration.meta({ label: 'By', widget: 'duration' }),
          direction: z
            .enum(['before', 'after'])
            .meta({ label: 'Before or after', choices: { before: 'before that date', after: 'after that date' } }),
        })
        .optional()
        .meta({ label: 'Earlier or later' }),
      at: clockTime.optional().meta({ label: 'At what time', help: 'Their local time', widget: 'time' }),
    })
    .meta({ label: 'Until a date' }),
  z
    .strictObject({
      until: z.literal('local-time'),
      time: clockTime.meta({ label: 'Time', help: 'Their local time', widget: 'time' }),
      weekdays: z
        .array(z.int().min(1).max(7))
        .max(7)
        .default([])
        .meta({ label: 'On these days', widget: 'weekdays', help: 'None: any day' }),
    })
    .meta({ label: 'Until a time of day' }),
  z
    .strictObject({
      until: z.literal('event'),
      event: z.string().max(200).meta({ label: 'Event', widget: 'event' }),
      where: condition.optional().meta({ label: 'Only if', widget: 'event-condition' }),
      /** The event's value must equal the run's own key, or a variable of the run. */
      key: z
        .strictObject({
          path: z.string().min(1).max(200).meta({ label: 'Property', widget: 'property' }),
          equals: z
            .string()
            .max(200)
            .default('entry-key')
            .meta({ label: 'Equals', widget: 'variable', choices: { 'entry-key': 'What they entered with' } }),
        })
        .optional()
        .meta({ label: 'About the same thing', advanced: true }),
      since,
      timeout: longest,
    })
    .meta({ label: 'Until something happens' }),
  z
    .strictObject({
      until: z.literal('condition'),
      condition: condition.meta({ label: 'Until', widget: 'condition' }),
      timeout: longest,
    })
    .meta({ label: 'Until something is true' }),
]);
export type WaitConfig = z.infer<typeof config>;
