import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TriangleAlert } from 'lucide-react';
import { queries } from '../api/queries.ts';
import { isSerious, standingOf } from './lateness.ts';

/** On every page, and only when it is serious. */
export function LateBanner({ workspaceId }: { readonly workspaceId: string }) {
  const { data } = useQuery(queries.lateness(workspaceId));
  const isShown = data !== undefined && isSerious(data);
  return (
    <div role="status">
      {isShown && (
        <p className="lost">
          <TriangleAlert size={16} aria-hidden /> <span>{standingOf(data).title}.</span>
          <Link to="/w/$workspaceId/status" params={{ workspaceId }}>
            See more
          </Link>
        </p>
      )}
    </div>
  );
}

/** The same in the settings, from where one comes to it while all is well. */
export function StatusLine({ workspaceId }: { readonly workspaceId: string }) {
  const { data } = useQuery(queries.lateness(workspaceId));
  const standing = data && standingOf(data);
  return (
    <Link className="status-line" to="/w/$workspaceId/status" params={{ workspaceId }}>
      {standing ? standing.title : 'See what is late'}
    </Link>
  );
}
