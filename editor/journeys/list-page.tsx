import './journeys.css';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { type ReactNode, useCallback, useState } from 'react';
import { queries } from '../api/queries.ts';
import { Pages } from '../shell/more.tsx';
import { SearchBox } from '../shell/search-box.tsx';
import { State } from '../shell/states.tsx';
import { useTitle } from '../shell/use-title.ts';
import { JourneyRow } from './journey-row.tsx';
import { NewJourney } from './new-journey.tsx';

export function JourneysPage() {
  useTitle('Journeys');
  const { workspaceId } = useParams({ from: '/w/$workspaceId/journeys' });
  const { q = '' } = useSearch({ from: '/w/$workspaceId/journeys' });
  const navigate = useNavigate({ from: '/w/$workspaceId/journeys' });
  const search = useCallback(
    (asked: string | undefined) => void navigate({ search: { q: asked }, replace: true }),
    [navigate],
  );
  const [isNew, setIsNew] = useState(false);
  const query = useInfiniteQuery({ ...queries.journeys(workspaceId, q), placeholderData: keepPreviousData });
  const begin = (
    <button type="button" className="button primary" onClick={() => setIsNew(true)}>
      <Plus size={16} aria-hidden /> New journey
    </button>
  );
  return (
    <div className="page">
      <header className="page-head">
        <h1>Journeys</h1>
        <SearchBox label="Find a journey" value={q} onSearch={search} />
        {begin}
      </header>
      <Pages query={query} empty={<NoJourneys q={q}>{begin}</NoJourneys>}>
        {(journeys) => (
          <ul className="journeys">
            {journeys.map((journey) => (
              <li key={journey.id}>
                <JourneyRow workspaceId={workspaceId} journey={journey} />
              </li>
            ))}
          </ul>
        )}
      </Pages>
      {isNew && <NewJourney workspaceId={workspaceId} onClose={() => setIsNew(false)} />}
    </div>
  );
}

function NoJourneys({ q, children }: { readonly q: string; readonly children: ReactNode }) {
  if (q !== '') return <State title="No such journey" text={`No name has “${q}” in it.`} />;
  return (
    <State title="No journeys yet" text="Start one from a template: it takes a minute.">
      {children}
    </State>
  );
}
