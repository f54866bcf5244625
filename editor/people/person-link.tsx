import { Link, useParams } from '@tanstack/react-router';

interface Person {
  readonly name: string;
  readonly initials: string;
}

export function Avatar({ person }: { readonly person: Person }) {
  return (
    <span className="avatar" aria-hidden="true">
      {person.initials}
    </span>
  );
}

export function PersonLink({ profileId, person }: { readonly profileId: string; readonly person: Person }) {
  const { workspaceId } = useParams({ from: '/w/$workspaceId' });
  return (
    <Link className="person-link" to="/w/$workspaceId/people/$profileId" params={{ workspaceId, profileId }}>
      {person.name}
    </Link>
  );
}
