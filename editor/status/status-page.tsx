import './status.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { done, workspaceClient } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { eventName } from '../people/words.ts';
import { Loaded } from '../shell/states.tsx';
import { useTitle } from '../shell/use-title.ts';
import { When } from '../shell/when.tsx';
import { type Lateness, standingOf, standsAt } from './lateness.ts';
import { PersonHeldUp } from './person-held-up.tsx';
import { TryAgain } from './try-again.tsx';

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
  const { workspaceId } = useParams({ from: '/w/$workspaceId' });
  const { runs } = workspaceClient;
  return (
    <Aside
      title="People held up"
      none="A fault holds nobody up."
      text="A fault holds them where they are; all others go on. Once it is mended, try again."
      count={count}
      shown={first.length}
      tryAll={() => done(runs.retry.$post({ param: { workspaceId } }))}
    >
      {first.map(({ runId, journeyId, journeyName, person, why }) => (
        <PersonHeldUp key={runId} {...{ journeyId, runId, person, journeyName, why }}>
          <TryAgain
            workspaceId={workspaceId}
            label="Try again"
            what={person.name}
            ask={() => done(runs[':runId'].retry.$post({ param: { workspaceId, runId } }))}
          />
        </PersonHeldUp>
      ))}
    </Aside>
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
  const { events } = workspaceClient;
  return (
    <Aside
      title="Events set aside"
      none="Every event could be processed."
      text="They could not be processed, however often it was tried. They hold nobody up. Tried again, they count as of when they happened."
      count={count}
      shown={first.length}
      tryAll={() => done(events.retry.$post({ param: { workspaceId } }))}
    >
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
          <TryAgain
            workspaceId={workspaceId}
            label="Try again"
            what={eventName({ name, type })}
            ask={() => done(events[':eventId'].retry.$post({ param: { workspaceId, eventId: id } }))}
          />
        </li>
      ))}
    </Aside>
  );
}

interface AsideProps {
  readonly title: string;
  /** Said where there are none. */
  readonly none: string;
  readonly text: string;
  readonly count: number;
  /** How many of them are among the children. */
  readonly shown: number;
  readonly tryAll: () => Promise<unknown>;
  readonly children: ReactNode;
}

function Aside({ title, none, text, count, shown, tryAll, children }: AsideProps) {
  const { workspaceId } = useParams({ from: '/w/$workspaceId' });
  return (
    <section className="panel sheet">
      <div className="aside-head">
        <h2>
          {title} {count > 0 && <span className="pill danger num">{count.toLocaleString()}</span>}
        </h2>
        {count > 1 && <TryAgain workspaceId={workspaceId} label="Try all again" what={title} ask={tryAll} />}
      </div>
      {count === 0 ? (
        <p className="muted">{none}</p>
      ) : (
        <>
          <p className="muted">{text}</p>
          <ul className="aside">{children}</ul>
          {count > shown && <p className="muted">and {(count - shown).toLocaleString()} more</p>}
        </>
      )}
    </section>
  );
}
