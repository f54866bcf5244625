import './people.css';
import './events.css';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { queries } from '../api/queries.ts';
import { Pages } from '../shell/more.tsx';
import { SearchBox } from '../shell/search-box.tsx';
import { State } from '../shell/states.tsx';
import { Switch } from '../shell/switch.tsx';
import { useTitle } from '../shell/use-title.ts';
import { When } from '../shell/when.tsx';
import { Facts } from './facts.tsx';
import { PersonLink } from './person-link.tsx';
import { RefusedEvents } from './refused-events.tsx';
import { RunLink } from './run-link.tsx';
import { eventName, labelOf, valueOf } from './words.ts';

type Kind = 'recent' | 'refused';
const kinds: readonly { readonly id: Kind; readonly word: string }[] = [
  { id: 'recent', word: 'Came in' },
  { id: 'refused', word: 'Refused' },
];

export function EventsPage() {
  useTitle('Events');
  const { workspaceId } = useParams({ from: '/w/$workspaceId/events' });
  const { q = '' } = useSearch({ from: '/w/$workspaceId/events' });
  const navigate = useNavigate({ from: '/w/$workspaceId/events' });
  const [shown, setShown] = useState<Kind>('recent');
  const search = useCallback(
    (asked: string | undefined) => void navigate({ search: { q: asked }, replace: true }),
    [navigate],
  );
  return (
    <div className="page">
      <header className="page-head">
        <h1>Events</h1>
        <Switch label="Which events" options={kinds} value={shown} onChoose={setShown} />
        <SearchBox label="Find by event name" value={q} onSearch={search} />
      </header>
      {shown === 'recent' ? (
        <RecentEvents workspaceId={workspaceId} q={q} />
      ) : (
        <RefusedEvents workspaceId={workspaceId} />
      )}
    </div>
  );
}

function RecentEvents({ workspaceId, q }: { readonly workspaceId: string; readonly q: string }) {
  const query = useInfiniteQuery({ ...queries.events(workspaceId, q), placeholderData: keepPreviousData });
  const none =
    q === '' ? (
      <State title="No event yet" text="Connect your shop in Settings: the snippet there sends the first one." />
    ) : (
      <State title="No such event" text={`No event came in with “${q}” in its name.`} />
    );
  return (
    <Pages query={query} empty={none}>
      {(events) => (
        <ul className="panel rows events">
          {events.map((event) => (
            <li key={event.id}>
              <details>
                <summary className="line">
                  <b>{eventName(event)}</b>
                  <span className="muted excerpt one-line">{excerptOf(event.properties)}</span>
                  {event.historical && <span className="pill">From the past</span>}
                  {event.fromTheFuture && <span className="pill warning">Its clock was ahead</span>}
                </summary>
                <Facts values={event.properties} empty="It came without details." />
              </details>
              <span>
                {event.profileId !== undefined && event.person && (
                  <PersonLink profileId={event.profileId} person={event.person} />
                )}
              </span>
              <p className="moved">
                {event.moved.map(({ journeyId, journeyName, runId, what }) => (
                  <RunLink key={`${runId} ${what}`} className="pill" journeyId={journeyId} runId={runId}>
                    {journeyName}: {what}
                  </RunLink>
                ))}
              </p>
              <span className="muted when">
                <When at={event.at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Pages>
  );
}

/** The first simple values, for the eye: all of them are behind the line. */
function excerptOf(properties: Readonly<Record<string, unknown>>): string {
  return Object.entries(properties)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .slice(0, 3)
    .map(([name, value]) => `${labelOf(name)} ${valueOf(value)}`)
    .join(' · ');
}
