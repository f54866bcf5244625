import { z } from 'zod';

/** 10,000 basis points are everybody. */
export const EVERYBODY = 10_000;

export const config = z.strictObject({
  variants: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(40).meta({ widget: 'hidden' }),
        name: z.string().min(1, 'Give the variant a name').max(60).meta({ label: 'Name' }),
        share: z.int().min(0).max(EVERYBODY).meta({ label: 'Share', unit: '%', whole: EVERYBODY }),
        holdout: z
          .boolean()
          .optional()
          .meta({ label: 'Nothing is sent', help: 'These people are there to compare with.' }),
      }),
    )
    .min(2, 'A split needs at least two variants')
    .max(10)
    .meta({ label: 'Variants', help: 'Their shares add up to 100 %.', add: 'Add a variant' }),
});
export type SplitConfig = z.infer<typeof config>;
