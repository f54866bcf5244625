import { faultOf } from './fault.ts';

/**
 * Works on all of them together. Should one's data be refused, the halves are tried apart until that one stands alone; any other fault is
 * thrown. Answers what each part answered, in order.
 */
export async function apart<Item, Done>(
  items: readonly Item[],
  together: (some: readonly Item[]) => Promise<Done>,
  alone: (item: Item, error: unknown) => Done | Promise<Done>,
): Promise<readonly Done[]> {
  try {
    return [await together(items)];
  } catch (error) {
    if (faultOf(error) !== 'data') throw error;
    const [only] = items;
    if (items.length === 1 && only !== undefined) return [await alone(only, error)];
    const middle = Math.ceil(items.length / 2);
    const first = await apart(items.slice(0, middle), together, alone);
    return [...first, ...(await apart(items.slice(middle), together, alone))];
  }
}
