import './settings.css';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { queries } from '../api/queries.ts';
import { LookSwitch } from './look-switch.tsx';
import { Sources } from './sources.tsx';
import { useTitle } from './use-title.ts';

export function SettingsPage() {
  useTitle('Settings');
  const { workspaceId } = useParams({ from: '/w/$workspaceId/settings' });
  const { data: me } = useQuery(queries.me);
  const workspace = me?.workspaces.find(({ id }) => id === workspaceId);
  return (
    <div className="page settings">
      <header className="page-head">
        <h1>Settings</h1>
      </header>
      <section className="panel sheet">
        <h2>Workspace</h2>
        <dl>
          <dt className="muted">Name</dt>
          <dd>{workspace?.name}</dd>
          <dt className="muted">Time zone</dt>
          <dd>{workspace?.timeZone}</dd>
          <dt className="muted">Signed in as</dt>
          <dd>{me?.user.email}</dd>
          <dt className="muted">Look</dt>
          <dd>
            <LookSwitch />
          </dd>
        </dl>
      </section>
      <Sources workspaceId={workspaceId} />
    </div>
  );
}
