import { z } from 'zod';

/** An id of ours. */
export const id = z.uuid();

/** An instant, in UTC and to the millisecond. */
export const moment = z.iso.datetime();

/** Items and, where there are more, the cursor of the next page. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item).readonly(),
    next: id.exactOptional().meta({ description: '`cursor` of the next page; absent on the last one' }),
  });
