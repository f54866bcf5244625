import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface RunLinkProps {
  readonly journeyId: string;
  readonly runId: string;
  /** The step whose people one comes from, to go back to. */
  readonly step?: string | undefined;
  readonly className?: string;
  readonly children: ReactNode;
}

/** To one person's way through a journey. */
export function RunLink({ journeyId, runId, step, className = 'person-link', children }: RunLinkProps) {
  const { workspaceId } = useParams({ from: '/w/$workspaceId' });
  return (
    <Link
      className={className}
      to="/w/$workspaceId/journeys/$journeyId"
      params={{ workspaceId, journeyId }}
      search={{ mode: 'live', run: runId, ...(step === undefined ? {} : { step }) }}
    >
      {children}
    </Link>
  );
}
