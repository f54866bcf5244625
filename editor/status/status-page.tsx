import './status.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { queries } from '../api/queries.ts';
import { Avatar } from '../people/person-link.tsx';
import { RunLink } from '../people/run-link.tsx';
import { eventName } from '../people/words.ts';
import { Loaded } from '../shell/states.tsx';
import { useTitle } from '../shell/use-title.ts';
import { When } from '../shell/when.tsx';
import { type Lateness, standingOf, standsAt } from './lateness.ts';

/** Whether all goes well: what is late and why, whom a fault holds up, and what was set aside. */
export function StatusPage() {
  useTitle('Status');
  const { workspaceId } = useParams({ from: '/w/$workspaceId/status' });
  const query = useQuery(queries.lateness(workspaceId));
  return (
    <div className="page status">
      <header className="page-head">
        <h1>Status</h1>
      </header>
      <Loaded query={query}>
        {(found) => (
          <>
            <Standing lateness={found} />
            <HeldUp people={found.people} />
            <SetAside events={found.events} />
          </>
        )}
      </Loaded>
    </div>
  );
}

function Standing({ lateness }: { readonly lateness: Lateness }) {
  const { tone, title, text } = standingOf(lateness);
  const Icon = tone === 'success' ? CircleCheck : TriangleAlert;
  const figures = [
    ['Events', lateness.eventsMs],
    ['People', lateness.peopleMs],
    ['Messages', lateness.messagesMs],
  ] as const;
  return (
    <section className="panel sheet standing" data-tone={tone}>
      <div className="standing-head" role="status">
        <Icon size={24} aria-hidden />
        <div>
          <h2>{title}</h2>
          <p className="muted">{text}</p>
        </div>
      </div>
      <dl>
        {figures.map(([what, lateMs]) => (
          <div key={what}>
            <dt className="muted">{what}</dt>
            <dd className="num">{standsAt(lateMs)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface HeldUpPeople {
  readonly count: number;
  readonly first: readonly {
    readonly runId: string;
    readonly journeyId: string;
    readonly journeyName: string;
    readonly person: { readonly name: string; readonly initials: string };
    readonly why: string;
  }[];
}

function HeldUp({ people: { count, first } }: { readonly people: HeldUpPeople }) {
  return (
    <section className="panel sheet">
      <h2>People held up {count > 0 && <span className="pill danger num">{count.toLocaleString()}</span>}</h2>
      {count === 0 ? (
        <p className="muted">A fault holds nobody up.</p>
      ) : (
        <>
          <p className="muted">A fault holds them where they are. Open one to try again; all others go on.</p>
          <ul className="aside">
            {first.map(({ runId, journeyId, journeyName, person, why }) => (
              <li key={runId}>
                <Avatar person={person} />
                <div>
                  <RunLink journeyId={journeyId} runId={runId}>
                    {person.name}
                  </RunLink>{' '}
                  <span className="muted">in {journeyName}</span>
                  <p className="muted">{why}</p>
                </div>
              </li>
            ))}
          </ul>
          <AndMore count={count - first.length} />
        </>
      )}
    </section>
  );
}

interface EventsAside {
  readonly count: number;
  readonly first: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly receivedAt: string;
    readonly why: string;
  }[];
}

function SetAside({ events: { count, first } }: { readonly events: EventsAside }) {
  const { workspaceId } = useParams({ from: '/w/$workspaceId' });
  return (
    <section className="panel sheet">
      <h2>Events set aside {count > 0 && <span className="pill danger num">{count.toLocaleString()}</span>}</h2>
      {count === 0 ? (
        <p className="muted">Every event could be processed.</p>
      ) : (
        <>
          <p className="muted">They could not be processed, however often it was tried. They hold nobody up.</p>
          <ul className="aside">
            {first.map(({ id, name, type, receivedAt, why }) => (
              <li key={id}>
                <div>
                  <Link
                    className="person-link"
                    to="/w/$workspaceId/events"
                    params={{ workspaceId }}
                    search={name === '' ? {} : { q: name }}
                  >
                    {eventName({ name, type })}
                  </Link>{' '}
                  <span className="muted">
                    <When at={receivedAt} />
                  </span>
                  <p className="muted">{why}</p>
                </div>
              </li>
            ))}
          </ul>
          <AndMore count={count - first.length} />
        </>
      )}
    </section>
  );
}

function AndMore({ count }: { readonly count: number }) {
  return count > 0 ? <p className="muted">and {count.toLocaleString()} more</p> : null;
}
