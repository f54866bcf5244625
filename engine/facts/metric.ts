import { z } from 'zod';
import { duration } from '../time/duration-schema.ts';

/** Journey-level rates. Definitions: delivery = delivered ÷ sent, click = unique human clickers ÷ delivered, conversion = converters ÷ entered. */
export const metric = z.strictObject({
  rate: z.enum(['delivery', 'click', 'conversion']),
  /** A message step of this journey; absent: the whole journey. */
  step: z.string().optional(),
  within: duration,
});
export type Metric = z.infer<typeof metric>;
