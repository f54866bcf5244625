import { When } from '../shell/when.tsx';
import { RunLink } from './run-link.tsx';
import { phaseOf } from './words.ts';

interface Stay {
  readonly runId: string;
  readonly journeyId: string;
  readonly journeyName: string;
  readonly phase: string;
  readonly enteredAt: string;
  readonly endedAt?: string | undefined;
}

/** The journeys one is in and was in; each leads to their way through it. */
export function ProfileJourneys({ runs }: { readonly runs: readonly Stay[] }) {
  if (runs.length === 0) return <p className="muted">In no journey so far.</p>;
  return (
    <ul className="stays">
      {runs.map(({ runId, journeyId, journeyName, phase, enteredAt, endedAt }) => {
        const [word, tone] = phaseOf(phase);
        return (
          <li key={runId}>
            <RunLink journeyId={journeyId} runId={runId}>
              {journeyName}
            </RunLink>
            <span className={`pill ${tone}`}>{word}</span>
            <span className="muted">
              {endedAt === undefined ? 'entered ' : 'until '}
              <When at={endedAt ?? enteredAt} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
