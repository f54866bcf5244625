import { useInfiniteQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import { Pages } from '../shell/more.tsx';
import { State } from '../shell/states.tsx';
import { When } from '../shell/when.tsx';

/** What a source sent and we could not take, with the reason: for whoever connects it. */
export function RefusedEvents({ workspaceId }: { readonly workspaceId: string }) {
  const query = useInfiniteQuery(queries.rejected(workspaceId));
  return (
    <Pages
      query={query}
      empty={<State title="Nothing was refused" text="An event that cannot be taken is shown here, with the reason." />}
    >
      {(refused) => (
        <ul className="panel rows refused">
          {refused.map(({ id, at, source, reason, field, excerpt }) => (
            <li key={id}>
              <div>
                <b>{reason}</b>
                <p className="muted">
                  {source}
                  {field === undefined ? '' : `, in ${field}`}
                </p>
                <code className="code">{excerpt}</code>
              </div>
              <span className="muted when">
                <When at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Pages>
  );
}
