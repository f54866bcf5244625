import type { ReactNode } from 'react';
import { Loaded, type LoadedProps } from './states.tsx';

interface MoreProps {
  readonly query: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly fetchNextPage: () => unknown;
  };
  /** What the next page holds. */
  readonly label?: string;
}

/** Turns to the next page of a list; nothing where there is none. */
export function More({ query, label = 'Show more' }: MoreProps) {
  if (!query.hasNextPage) return null;
  return (
    <p className="more-pages">
      <button
        type="button"
        className="button"
        disabled={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {query.isFetchingNextPage ? 'Loading…' : query.isFetchNextPageError ? 'Try again' : label}
      </button>
    </p>
  );
}

interface PagesProps<Item> extends LoadedProps<readonly Item[]> {
  readonly query: LoadedProps<readonly Item[]>['query'] & MoreProps['query'];
  readonly empty: ReactNode;
}

/** A list that is read page by page, and below it the way to the next page. */
export function Pages<Item>({ query, empty, children }: PagesProps<Item>) {
  return (
    <>
      <Loaded query={query} empty={empty}>
        {children}
      </Loaded>
      <More query={query} />
    </>
  );
}
