import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ENTRY } from '@wend/engine';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { queries } from '../api/queries.ts';
import { Avatar } from '../people/person-link.tsx';
import { RunLink } from '../people/run-link.tsx';
import { Pages } from '../shell/more.tsx';
import { When } from '../shell/when.tsx';

interface PeoplePanelProps {
  readonly workspaceId: string;
  readonly journeyId: string;
  readonly step: string;
  readonly name: string;
}

/** The people behind a number: who is at a step now, or who has come through it. */
export function PeoplePanel({ workspaceId, journeyId, step, name }: PeoplePanelProps) {
  const isEntry = step === ENTRY;
  const [state, setState] = useState<'resting' | 'passed'>(isEntry ? 'passed' : 'resting');
  const query = useInfiniteQuery(queries.people(workspaceId, journeyId, isEntry ? undefined : step, state));
  return (
    <>
      <header className="inspector-head">
        <div>
          <Link
            className="back"
            to="/w/$workspaceId/journeys/$journeyId"
            params={{ workspaceId, journeyId }}
            search={{ mode: 'live' }}
          >
            <ArrowLeft size={16} aria-hidden /> All figures
          </Link>
          <h2>{name}</h2>
        </div>
      </header>
      <section>
        <div className="choice-cards" role="group" aria-label="Who is shown">
          <button type="button" aria-pressed={state === 'resting'} onClick={() => setState('resting')}>
            {isEntry ? 'Inside now' : 'Here now'}
          </button>
          <button type="button" aria-pressed={state === 'passed'} onClick={() => setState('passed')}>
            {isEntry ? 'All of them' : 'Came through'}
          </button>
        </div>
        <Pages
          query={query}
          empty={<p className="muted">{state === 'resting' ? 'Nobody is here now.' : 'Nobody has been here yet.'}</p>}
        >
          {(people) => (
            <ul className="people-list">
              {people.map(({ runId, person, since, dueAt, why }) => (
                <li key={runId}>
                  <Avatar person={person} />
                  <div>
                    <RunLink journeyId={journeyId} runId={runId} step={step}>
                      {person.name}
                    </RunLink>
                    {why !== undefined && <p className="muted">{why}</p>}
                  </div>
                  <span className="muted">
                    <When at={dueAt ?? since} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Pages>
      </section>
    </>
  );
}
