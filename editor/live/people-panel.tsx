import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { queries } from '../api/queries.ts';
import { Avatar } from '../people/person-link.tsx';
import { RunLink } from '../people/run-link.tsx';
import { Loaded } from '../shell/states.tsx';
import { When } from '../shell/when.tsx';

/** The people behind a number: who is at a step now, or who has come through it. */
export function PeoplePanel({
  workspaceId,
  journeyId,
  step,
  name,
}: {
  readonly workspaceId: string;
  readonly journeyId: string;
  readonly step: string;
  readonly name: string;
}) {
  const [isPassed, setIsPassed] = useState(step === 'entry');
  const here = step === 'entry' ? undefined : step;
  const query = useQuery(
    isPassed ? queries.passed(workspaceId, journeyId, here) : queries.people(workspaceId, journeyId, here),
  );
  return (
    <>
      <header className="inspector-head">
        <div>
          <Link
            className="muted"
            to="/w/$workspaceId/journeys/$journeyId"
            params={{ workspaceId, journeyId }}
            search={{ mode: 'live' }}
          >
            ← All
          </Link>
          <h2>{name}</h2>
        </div>
      </header>
      <section>
        <div className="choice-cards" role="group" aria-label="Who is shown">
          <button type="button" aria-pressed={!isPassed} onClick={() => setIsPassed(false)}>
            Here now
          </button>
          <button type="button" aria-pressed={isPassed} onClick={() => setIsPassed(true)}>
            Came through
          </button>
        </div>
        <Loaded query={query} empty={<p className="muted">Nobody.</p>}>
          {(people) => (
            <ul className="people-list">
              {people.map(({ runId, person, since, dueAt, why }) => (
                <li key={runId}>
                  <Avatar person={person} />
                  <span>
                    <RunLink journeyId={journeyId} runId={runId} step={step}>
                      {person.name}
                    </RunLink>
                    <br />
                    <span className="muted">{why ?? ''}</span>
                  </span>
                  <span className="muted">
                    <When at={dueAt ?? since} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      </section>
    </>
  );
}
