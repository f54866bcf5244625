import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ThemeButton } from '../shell/frame.tsx';
import type { JourneyFacts } from './facts.ts';
import { StatePill } from './state-pill.tsx';

const MODES = [
  ['build', 'Build'],
  ['live', 'Live'],
  ['history', 'History'],
] as const;

export function TopBar({
  facts,
  mode,
  status,
  children,
}: {
  readonly facts: JourneyFacts;
  readonly mode: 'build' | 'live' | 'history';
  readonly status?: ReactNode;
  readonly children?: ReactNode;
}) {
  const { workspaceId, journeyId, name, state, version } = facts;
  return (
    <header className="top">
      <Link to="/w/$workspaceId/journeys" params={{ workspaceId }} aria-label="All journeys">
        <img src="/wend.svg" alt="" />
      </Link>
      <Link className="crumb" to="/w/$workspaceId/journeys" params={{ workspaceId }}>
        Journeys
      </Link>
      <span className="muted" aria-hidden>
        ›
      </span>
      <h1>{name}</h1>
      <StatePill state={state} version={version} />
      {status}
      {/* Before it is published there is nothing to watch and nothing to look back on. */}
      {version === undefined ? (
        <span className="modes" />
      ) : (
        <nav className="switch modes" aria-label="View">
          {MODES.map(([one, label]) => (
            <Link
              key={one}
              to="/w/$workspaceId/journeys/$journeyId"
              params={{ workspaceId, journeyId }}
              search={{ mode: one }}
              aria-current={one === mode ? 'page' : undefined}
            >
              {label}
            </Link>
          ))}
        </nav>
      )}
      <ThemeButton />
      {children}
    </header>
  );
}
