import { z } from 'zod';
import { duration } from '../time/duration-schema.ts';

/** Journey-level rates. Definitions: delivery = delivered ÷ sent, click = unique human clickers ÷ delivered, conversion = converters ÷ entered. */
export const metric = z.strictObject({
  rate: z.enum(['delivery', 'click', 'conversion']).meta({
    label: 'Rate',
    choices: {
      delivery: 'Delivered, of those sent',
      click: 'Clicked, of those delivered',
      conversion: 'Reached the goal, of those who entered',
    },
  }),
  /** A message step of this journey; absent: the whole journey. */
  step: z.string().optional().meta({ label: 'Of which message', widget: 'message-step', absent: 'The whole journey' }),
  within: duration.meta({ label: 'In the last', widget: 'duration' }),
});
export type Metric = z.infer<typeof metric>;
