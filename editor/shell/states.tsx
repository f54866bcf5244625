import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused } from '../api/client.ts';

interface Asked<Data> extends Pick<UseQueryResult<Data>, 'data' | 'error'> {
  readonly refetch: () => unknown;
}

export interface LoadedProps<Data> {
  readonly query: Asked<Data>;
  readonly empty?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/**
 * The four faces of a page: still loading, could not be loaded, nothing there yet, and the page itself. What was loaded once stays while
 * asking again fails: the frame says that the server is lost.
 */
export function Loaded<Data>({ query: { data, error, refetch }, empty, children }: LoadedProps<Data>) {
  // Whoever is signed out meanwhile is asked to sign in, by the frame around every page.
  if (error instanceof Refused && error.status === 401) throw error;
  if (data !== undefined)
    return empty !== undefined && Array.isArray(data) && data.length === 0 ? empty : children(data);
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  return <Loading />;
}

/** Only seen where it takes long. */
export function Loading() {
  return (
    <div className="state loading" role="status">
      Loading…
    </div>
  );
}

interface FailedProps {
  readonly error: Error;
  readonly retry: () => void;
  readonly as?: typeof State;
}

export function Failed({ error, retry, as: Shown = State }: FailedProps) {
  const refused = error instanceof Refused ? error : undefined;
  const isGone = refused?.status === 404;
  const text = refused ? refused.message : 'Something on this page went wrong. Loading it again usually helps.';
  return (
    <Shown title={titleOf(refused)} text={text}>
      <div className="inline">
        {!isGone && (
          <button type="button" className="button" onClick={retry}>
            Try again
          </button>
        )}
        {/* A link of the page, not of the router: it works whatever has failed. */}
        <a className="button" href="/">
          All journeys
        </a>
      </div>
    </Shown>
  );
}

function titleOf(refused: Refused | undefined): string {
  if (refused?.status === 403) return 'You may not see this';
  if (refused?.status === 404) return 'This is not there (any more)';
  return 'This could not be loaded';
}

interface StateProps {
  readonly title: string;
  readonly text?: string;
  readonly children?: ReactNode;
}

export function State({ title, text, children }: StateProps) {
  return (
    <div className="state" role="status">
      <h2>{title}</h2>
      {text !== undefined && <p>{text}</p>}
      {children}
    </div>
  );
}

/** The same where it is all there is on the page. */
export function StatePage({ title, text, children }: StateProps) {
  return (
    <main className="state">
      <h1>{title}</h1>
      {text !== undefined && <p>{text}</p>}
      {children}
    </main>
  );
}
