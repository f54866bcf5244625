import { faultOf } from './fault.ts';

type Together<Item, Done> = (some: readonly Item[]) => Promise<Done>;
type Alone<Item, Done> = (item: Item, error: unknown) => Done | Promise<Done>;

/**
 * Works on all of them together. Should one's data be refused, the halves are tried apart until that one stands alone; any other fault is
 * thrown. Answers what each part answered, in order.
 */
export async function apart<Item, Done>(
  items: readonly Item[],
  together: Together<Item, Done>,
  alone: Alone<Item, Done>,
): Promise<readonly Done[]> {
  try {
    return [await together(items)];
  } catch (error) {
    return divided(items, error, together, alone);
  }
}

/** What `apart` does once all of them together were refused: for whoever learned only in trying which they are. */
export async function divided<Item, Done>(
  items: readonly Item[],
  error: unknown,
  together: Together<Item, Done>,
  alone: Alone<Item, Done>,
): Promise<readonly Done[]> {
  const [only] = items;
  if (faultOf(error) !== 'data' || only === undefined) throw error;
  if (items.length === 1) return [await alone(only, error)];
  const middle = Math.ceil(items.length / 2);
  const first = await apart(items.slice(0, middle), together, alone);
  return [...first, ...(await apart(items.slice(middle), together, alone))];
}
