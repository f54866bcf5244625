import './settings.css';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { queries } from '../api/queries.ts';
import { StatusLine } from '../status/late-banner.tsx';
import { chooseLook, type Look, useLook } from '../theme/theme.ts';
import { Sources } from './sources.tsx';
import { Switch } from './switch.tsx';
import { useTitle } from './use-title.ts';

const looks: readonly { readonly id: Look; readonly word: string }[] = [
  { id: 'system', word: 'As the system' },
  { id: 'light', word: 'Light' },
  { id: 'dark', word: 'Dark' },
];

export function SettingsPage() {
  useTitle('Settings');
  const look = useLook();
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
          <dt className="muted">Status</dt>
          <dd>
            <StatusLine workspaceId={workspaceId} />
          </dd>
          <dt className="muted">Look</dt>
          <dd>
            <Switch label="Look" options={looks} value={look} onChoose={chooseLook} />
          </dd>
        </dl>
      </section>
      <Sources workspaceId={workspaceId} />
    </div>
  );
}
