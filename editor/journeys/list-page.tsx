import './journeys.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { queries } from '../api/queries.ts';
import { Loaded, State } from '../shell/states.tsx';
import { When } from '../shell/when.tsx';
import { NewJourney } from './new-journey.tsx';
import { Sparkline } from './sparkline.tsx';
import { Thumbnail } from './thumbnail.tsx';

const STATES = {
  draft: ['Draft', ''],
  live: ['Running', 'success'],
  paused: ['Paused', 'warning'],
  stopped: ['Stopped', ''],
} as const;

export function JourneysPage() {
  const { workspaceId } = useParams({ from: '/w/$workspaceId/journeys' });
  const { q = '' } = useSearch({ from: '/w/$workspaceId/journeys' });
  const [isNew, setIsNew] = useState(false);
  const query = useQuery(queries.journeys(workspaceId));
  return (
    <div className="page">
      <header className="page-head">
        <h1>Journeys</h1>
        <button type="button" className="button primary" onClick={() => setIsNew(true)}>
          <Plus size={16} aria-hidden /> New journey
        </button>
      </header>
      <Loaded
        query={query}
        empty={<State title="No journeys yet" text="Start one from a template: it takes a minute." />}
      >
        {(journeys) => (
          <ul className="journeys">
            {journeys
              .filter(({ name }) => name.toLowerCase().includes(q.toLowerCase()))
              .map((journey) => (
                <li key={journey.id}>
                  <Link
                    className="journey-row"
                    to="/w/$workspaceId/journeys/$journeyId"
                    params={{ workspaceId, journeyId: journey.id }}
                    search={journey.state === 'draft' ? {} : { mode: 'live' }}
                  >
                    <Thumbnail document={journey.document} label={`Picture of ${journey.name}`} />
                    <div>
                      <h2>{journey.name}</h2>
                      <p className="muted">
                        <span className={`pill ${STATES[journey.state][1]}`}>
                          {STATES[journey.state][0]}
                          {journey.version === undefined ? '' : ` · v${journey.version}`}
                        </span>{' '}
                        changed <When at={journey.updatedAt} />
                      </p>
                    </div>
                    <Figure value={journey.entered} label="entered" />
                    <Figure value={journey.live} label="inside now" />
                    <Figure value={journey.converted} label="reached the goal" kind="converted" />
                    <Sparkline values={journey.spark} label="People who entered, day by day, last 14 days" />
                  </Link>
                </li>
              ))}
          </ul>
        )}
      </Loaded>
      {isNew && <NewJourney workspaceId={workspaceId} onClose={() => setIsNew(false)} />}
    </div>
  );
}

function Figure({
  value,
  label,
  kind = '',
}: {
  readonly value: number;
  readonly label: string;
  readonly kind?: string;
}) {
  return (
    <span className={`figure num ${kind}`}>
      <b>{value.toLocaleString()}</b>
      <span>{label}</span>
    </span>
  );
}
