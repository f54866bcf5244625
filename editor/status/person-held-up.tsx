import type { ComponentProps, ReactNode } from 'react';
import { Avatar } from '../people/person-link.tsx';
import { RunLink } from '../people/run-link.tsx';

interface PersonHeldUpProps {
  readonly journeyId: string;
  readonly runId: string;
  readonly person: ComponentProps<typeof Avatar>['person'];
  /** Which journey, where that is not plain. */
  readonly journeyName?: string;
  readonly why?: string | undefined;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** An entry of a list of people whom a fault holds up. */
export function PersonHeldUp({ journeyId, runId, person, journeyName, why, children }: PersonHeldUpProps) {
  return (
    <li>
      <Avatar person={person} />
      <div>
        <RunLink journeyId={journeyId} runId={runId}>
          {person.name}
        </RunLink>
        {journeyName !== undefined && <span className="muted"> in {journeyName}</span>}
        {why !== undefined && <p className="muted">{why}</p>}
      </div>
      {children}
    </li>
  );
}
