import './people.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft, Smartphone } from 'lucide-react';
import type { ReactNode } from 'react';
import { queries } from '../api/queries.ts';
import { Pages } from '../shell/more.tsx';
import { Loaded } from '../shell/states.tsx';
import { useTitle } from '../shell/use-title.ts';
import { When } from '../shell/when.tsx';
import { ErasePerson } from './erase-person.tsx';
import { Facts } from './facts.tsx';
import { Avatar } from './person-link.tsx';
import { ProfileJourneys } from './profile-journeys.tsx';
import { ProfileReach } from './profile-reach.tsx';
import { eventName } from './words.ts';

export function ProfilePage() {
  const { workspaceId, profileId } = useParams({ from: '/w/$workspaceId/people/$profileId' });
  const query = useQuery(queries.profile(workspaceId, profileId));
  useTitle(query.data?.person.name ?? 'Person');
  return (
    <div className="page">
      <Link className="back" to="/w/$workspaceId/people" params={{ workspaceId }}>
        <ArrowLeft size={16} aria-hidden /> People
      </Link>
      <Loaded query={query}>
        {(profile) => (
          <>
            <header className="page-head">
              <Avatar person={profile.person} />
              <h1>{profile.person.name}</h1>
              <Link
                className="button"
                to="/w/$workspaceId/sandbox"
                params={{ workspaceId }}
                search={{ profile: profileId }}
              >
                <Smartphone size={16} aria-hidden /> Their phone
              </Link>
              <ErasePerson workspaceId={workspaceId} profileId={profileId} name={profile.person.name} />
            </header>
            <div className="profile">
              <div>
                <Card title="Journeys">
                  <ProfileJourneys runs={profile.runs} />
                </Card>
                <Card title="What they did">
                  <ProfileEvents workspaceId={workspaceId} profileId={profileId} />
                </Card>
              </div>
              <div>
                <Card title="How to reach them">
                  <ProfileReach contactPoints={profile.contactPoints} consent={profile.consent} />
                </Card>
                <Card title="What is known">
                  <Facts values={profile.attributes} empty="No attribute came in yet." />
                </Card>
                <Card title="Known as">
                  <ul className="facts">
                    {profile.identities.map(({ kind, value }) => (
                      <li key={`${kind} ${value}`}>
                        <span className="muted">{IDENTITIES[kind] ?? kind}</span>
                        <span className="num">{value}</span>
                      </li>
                    ))}
                  </ul>
                </Card>
              </div>
            </div>
          </>
        )}
      </Loaded>
    </div>
  );
}

const IDENTITIES: Readonly<Record<string, string>> = {
  user: 'Customer number',
  userId: 'Customer number',
  anonymous: 'Browser',
  anonymousId: 'Browser',
  email: 'E-mail',
  phone: 'Phone',
};

function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="panel sheet">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

interface ProfileEventsProps {
  readonly workspaceId: string;
  readonly profileId: string;
}

function ProfileEvents({ workspaceId, profileId }: ProfileEventsProps) {
  const query = useInfiniteQuery(queries.profileEvents(workspaceId, profileId));
  return (
    <Pages query={query} empty={<p className="muted">Nothing yet.</p>}>
      {(events) => (
        <ol className="happened">
          {events.map(({ id, name, type, at, properties }) => (
            <li key={id}>
              <details>
                <summary className="line">
                  <b>{eventName({ name, type })}</b>
                  <span className="muted">
                    <When at={at} />
                  </span>
                </summary>
                <Facts values={properties} empty="It came without details." />
              </details>
            </li>
          ))}
        </ol>
      )}
    </Pages>
  );
}
