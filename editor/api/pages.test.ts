import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';
import { pages } from './pages.ts';

const letters = [...'abcdefg'];

/** A list of seven, three a page, and what was asked for. */
function aList() {
  const asked: (string | undefined)[] = [];
  const options = pages({
    queryKey: ['letters'],
    everyMs: 1_000,
    ask: (cursor) => {
      asked.push(cursor);
      const from = cursor === undefined ? 0 : letters.indexOf(cursor) + 1;
      const items = letters.slice(from, from + 3);
      return Promise.resolve(items.length < 3 ? { items } : { items, next: items.at(-1) });
    },
  });
  const observer = new InfiniteQueryObserver(new QueryClient(), options);
  return { asked, observer, options };
}

it('gathers a list page by page, and knows when it is at its end', async () => {
  const { asked, observer } = aList();
  expect((await observer.refetch()).data).toEqual(['a', 'b', 'c']);
  expect((await observer.fetchNextPage()).data).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  const last = await observer.fetchNextPage();
  expect([last.data, last.hasNextPage, asked]).toEqual([letters, false, [undefined, 'c', 'f']]);
});

it('asks again by itself only while the first page alone is read', async () => {
  const { observer, options } = aList();
  const often = () =>
    typeof options.refetchInterval === 'function' ? options.refetchInterval(observer.getCurrentQuery()) : undefined;
  await observer.refetch();
  expect(often()).toBe(1_000);
  await observer.fetchNextPage();
  expect(often()).toBe(false);
});
