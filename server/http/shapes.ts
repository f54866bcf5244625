import { z } from '@hono/zod-openapi';
import { brandId } from '@wend/engine';

export const json = <Schema extends z.ZodType>(schema: Schema, description = 'As asked') => ({
  description,
  content: { 'application/json': { schema } },
});
/** All there are, in one answer. */
export const listOf = <Item extends z.ZodType>(item: Item) => json(z.object({ items: z.array(item).readonly() }));

/** Any JSON object; said outright, since its schema refers to itself. */
export const anyObject = z.record(z.string(), z.json()).openapi({ type: 'object', additionalProperties: true });
export const nothing = { description: 'Done' };

/** A body of JSON; content that does not fit is answered with 422. */
export const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});

export const idParam = <Id extends string>(name: string) =>
  z
    .uuid()
    .transform((id): Id => brandId<Id>(id))
    .openapi({ param: { name }, type: 'string', format: 'uuid' });

export const page = {
  cursor: z.uuid().optional().openapi({ description: '`next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** Items and, where there are more, the cursor of the next page. */
export function paged<Item>(
  items: readonly Item[],
  limit: number,
  cursorOf: (item: Item) => string,
): { items: readonly Item[]; next?: string } {
  const last = items.at(-1);
  return items.length < limit || last === undefined ? { items } : { items, next: cursorOf(last) };
}
