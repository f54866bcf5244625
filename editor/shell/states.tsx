import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused } from '../api/client.ts';

/** The four faces of a page: still loading, could not be loaded, nothing there yet, and the page itself. */
export function Loaded<Data>({
  query,
  empty,
  children,
}: {
  readonly query: UseQueryResult<Data>;
  readonly empty?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}) {
  if (query.isPending) return <State title="Loading…" />;
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (empty !== undefined && Array.isArray(query.data) && query.data.length === 0) return empty;
  return children(query.data);
}

export function Failed({ error, retry }: { readonly error: Error; readonly retry: () => void }) {
  const isForbidden = error instanceof Refused && error.status === 403;
  return (
    <State title={isForbidden ? 'You may not see this' : 'This could not be loaded'} text={error.message}>
      <button type="button" className="button" onClick={retry}>
        Try again
      </button>
    </State>
  );
}

export function State({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="state" role="status">
      <h2>{title}</h2>
      {text !== undefined && <p>{text}</p>}
      {children}
    </div>
  );
}
