import './sandbox.css';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { queries } from '../api/queries.ts';
import { Avatar, PersonLink } from '../people/person-link.tsx';
import { More } from '../shell/more.tsx';
import { Loaded, State } from '../shell/states.tsx';
import { useTitle } from '../shell/use-title.ts';
import { When } from '../shell/when.tsx';
import { Behaviour } from './behaviour.tsx';
import { useArrivals } from './inbox.ts';
import { Mailbox } from './mailbox.tsx';
import { Phone } from './phone.tsx';
import { Tray } from './tray.tsx';

/** What people would hold in their hands. Nothing here has left this machine. */
export function SandboxPage() {
  useTitle('Test phone');
  const { workspaceId } = useParams({ from: '/w/$workspaceId/sandbox' });
  const { profile } = useSearch({ from: '/w/$workspaceId/sandbox' });
  useArrivals(workspaceId);
  const query = useInfiniteQuery(queries.messages(workspaceId, { state: 'accepted' }));
  return (
    <div className="page sandbox-page">
      <header className="page-head">
        <h1>Test phone</h1>
        <p className="muted">Messages land here instead of on real phones. Links work, replies count.</p>
      </header>
      <Behaviour workspaceId={workspaceId} />
      <Loaded
        query={query}
        empty={
          profile === undefined ? (
            <State
              title="Nothing has arrived yet"
              text="As soon as a journey writes to somebody, it is on their phone here."
            />
          ) : (
            <Devices workspaceId={workspaceId} profileId={profile} />
          )
        }
      >
        {(messages) => {
          const latest = latestPerPerson(messages);
          const profileId = profile ?? latest[0]?.profileId;
          return (
            <div className="sandbox">
              <nav className="panel receivers" aria-label="Who got something">
                {latest.map(({ profileId: id, person, at }) => (
                  <Link
                    key={id}
                    to="/w/$workspaceId/sandbox"
                    params={{ workspaceId }}
                    search={{ profile: id }}
                    aria-current={id === profileId ? 'page' : undefined}
                  >
                    <Avatar person={person} />
                    <b className="one-line">{person.name}</b>
                    <span className="muted">
                      <When at={at} />
                    </span>
                  </Link>
                ))}
                <More query={query} />
              </nav>
              {profileId !== undefined && <Devices key={profileId} workspaceId={workspaceId} profileId={profileId} />}
            </div>
          );
        }}
      </Loaded>
    </div>
  );
}

interface Received {
  readonly profileId: string;
  readonly person: { readonly name: string; readonly initials: string };
  readonly at: string;
}

/** One line a person, whoever got something last first. */
export function latestPerPerson<Message extends Received>(messages: readonly Message[]): readonly Message[] {
  const seen = new Set<string>();
  return messages.filter(({ profileId }) => !seen.has(profileId) && seen.add(profileId));
}

interface ContactPoint {
  readonly channel: string;
  readonly address: string;
  readonly state: string;
}

/** Where the next message goes: of those that are newest first, the first that is in use. */
export function addressIn(points: readonly ContactPoint[], channel: string): string | undefined {
  return points.find((point) => point.channel === channel && point.state === 'active')?.address;
}

function Devices({ workspaceId, profileId }: { readonly workspaceId: string; readonly profileId: string }) {
  const query = useQuery(queries.profile(workspaceId, profileId));
  return (
    <Loaded query={query}>
      {({ person, contactPoints }) => {
        const addressOn = (channel: string) => addressIn(contactPoints, channel);
        return (
          <div className="devices">
            <p className="owner">
              <Avatar person={person} /> <PersonLink profileId={profileId} person={person} />
            </p>
            <Phone workspaceId={workspaceId} address={addressOn('sms')} />
            <Mailbox workspaceId={workspaceId} address={addressOn('email')} />
            <Tray workspaceId={workspaceId} address={addressOn('push')} />
          </div>
        );
      }}
    </Loaded>
  );
}
