import { infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string | undefined;
}

interface PagesParts<Item> {
  readonly queryKey: QueryKey;
  readonly ask: (cursor: string | undefined) => Promise<Page<Item>>;
  /** How often the first page is asked for again. Whoever has turned to a later one reads in peace. */
  readonly everyMs?: number;
}

/** A list that is read page by page: its data is every item so far. */
export function pages<Item>({ queryKey, ask, everyMs }: PagesParts<Item>) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => ask(pageParam),
    initialPageParam: noCursor(),
    getNextPageParam: ({ next }) => next,
    select: (data) => data.pages.flatMap(({ items }) => items),
    refetchInterval: ({ state }) => (everyMs !== undefined && state.data?.pages.length === 1 ? everyMs : false),
  });
}

function noCursor(): string | undefined {
  return undefined;
}
