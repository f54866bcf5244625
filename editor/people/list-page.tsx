import './people.css';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { queries } from '../api/queries.ts';
import { Pages } from '../shell/more.tsx';
import { SearchBox } from '../shell/search-box.tsx';
import { State } from '../shell/states.tsx';
import { useTitle } from '../shell/use-title.ts';
import { When } from '../shell/when.tsx';
import { Avatar } from './person-link.tsx';
import { valueOf } from './words.ts';

export function PeoplePage() {
  useTitle('People');
  const { workspaceId } = useParams({ from: '/w/$workspaceId/people' });
  const { q = '' } = useSearch({ from: '/w/$workspaceId/people' });
  const navigate = useNavigate({ from: '/w/$workspaceId/people' });
  const search = useCallback(
    (asked: string | undefined) => void navigate({ search: { q: asked }, replace: true }),
    [navigate],
  );
  const query = useInfiniteQuery({ ...queries.profiles(workspaceId, q), placeholderData: keepPreviousData });
  return (
    <div className="page">
      <header className="page-head">
        <h1>People</h1>
        <SearchBox label="Name, address or customer number" value={q} onSearch={search} />
      </header>
      <Pages query={query} empty={<NoPeople q={q} />}>
        {(people) => (
          <ul className="panel rows people">
            {people.map(({ id, person, attributes, updatedAt }) => (
              <li key={id}>
                <Avatar person={person} />
                <div className="person-name">
                  <Link
                    className="person-link whole"
                    to="/w/$workspaceId/people/$profileId"
                    params={{ workspaceId, profileId: id }}
                  >
                    {person.name}
                  </Link>
                  <p className="muted one-line">{whereFrom(attributes)}</p>
                </div>
                <span className="muted">
                  <When at={updatedAt} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Pages>
    </div>
  );
}

function whereFrom(attributes: Readonly<Record<string, unknown>>): string {
  const said = ['email', 'phone', 'city', 'country'].flatMap((name) =>
    attributes[name] ? [valueOf(attributes[name])] : [],
  );
  return said.length === 0 ? 'Nothing more is known yet' : said.join(' · ');
}

function NoPeople({ q }: { readonly q: string }) {
  return q === '' ? (
    <State title="Nobody here yet" text="People appear with their first event. Connect a source in Settings." />
  ) : (
    <State title="Nobody found" text={`No name, address or customer number has “${q}” in it.`} />
  );
}
