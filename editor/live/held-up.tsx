import '../status/status.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { done, workspaceClient } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { Pages } from '../shell/more.tsx';
import { PersonHeldUp } from '../status/person-held-up.tsx';
import { TryAgain } from '../status/try-again.tsx';

interface HeldUpProps {
  readonly workspaceId: string;
  readonly journeyId: string;
  readonly count: number;
}

/** Whom a fault holds up in this journey, why, and how they go on. */
export function HeldUp({ workspaceId, journeyId, count }: HeldUpProps) {
  const query = useInfiniteQuery(queries.people(workspaceId, journeyId, undefined, 'parked'));
  const ask = () => done(workspaceClient.journeys[':journeyId'].retry.$post({ param: { workspaceId, journeyId } }));
  return (
    <section>
      <div className="aside-head">
        <h2>
          Held up by a fault <span className="pill danger num">{count.toLocaleString()}</span>
        </h2>
        <TryAgain workspaceId={workspaceId} label="Try all again" ask={ask} />
      </div>
      <Pages query={query} empty={<p className="muted">They go on.</p>}>
        {(people) => (
          <ul className="aside">
            {people.map(({ runId, person, why }) => (
              <PersonHeldUp key={runId} {...{ journeyId, runId, person, why }} />
            ))}
          </ul>
        )}
      </Pages>
    </section>
  );
}
