import { z } from 'zod';
import { metric } from '../../facts/metric.ts';
import { duration } from '../../time/duration-schema.ts';

const orderedPaths = z
  .array(
    z.strictObject({
      id: z.string().min(1).max(40).meta({ widget: 'hidden' }),
      name: z.string().min(1, 'Give the path a name').max(60).meta({ label: 'Path' }),
      atLeast: z.number().meta({ label: 'At least' }),
    }),
  )
  .min(1, 'Add at least one threshold')
  .max(10)
  .meta({
    label: 'Thresholds',
    help: 'From the highest down; the first that is reached is taken.',
    add: 'Add a threshold',
  });

export const config = z.discriminatedUnion('of', [
  z
    .strictObject({
      of: z.literal('person'),
      measure: z
        .discriminatedUnion('kind', [
          z
            .strictObject({
              kind: z.literal('attribute'),
              path: z.string().max(200).meta({ label: 'Attribute', widget: 'attribute' }),
            })
            .meta({ label: 'A number of the person' }),
          z
            .strictObject({
              kind: z.literal('count'),
              event: z.string().max(200).meta({ label: 'Event', widget: 'event' }),
              within: duration.meta({ label: 'In the last', widget: 'duration' }),
            })
            .meta({ label: 'How often something happened' }),
          z
            .strictObject({
              kind: z.literal('sum'),
              event: z.string().max(200).meta({ label: 'Event', widget: 'event' }),
              path: z.string().max(200).meta({ label: 'Property', widget: 'property' }),
              within: duration.meta({ label: 'In the last', widget: 'duration' }),
            })
            .meta({ label: 'The sum of something' }),
        ])
        .meta({ label: 'What counts' }),
      paths: orderedPaths,
    })
    .meta({ label: 'A figure of the person' }),
  z
    .strictObject({
      of: z.literal('journey'),
      metric: metric.meta({ widget: 'plain' }),
      threshold: z.number().min(0).max(1).meta({ label: 'At least', unit: '%', whole: 1 }),
      minimum: z.int().min(1).max(1_000_000).default(100).meta({ label: 'Once there are at least', unit: 'people' }),
      confidence: z.number().min(0.5).max(0.999).optional().meta({
        label: 'Sure to',
        unit: '%',
        whole: 1,
        help: 'Without it the rate as it stands decides',
        advanced: true,
      }),
    })
    .meta({ label: 'A figure of the journey' }),
]);
export type KpiConfig = z.infer<typeof config>;
