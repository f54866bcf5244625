import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import { Loaded, State } from '../shell/states.tsx';
import { When } from '../shell/when.tsx';
import type { JourneyFacts } from './facts.ts';
import { TopBar } from './top-bar.tsx';

/** What was published, when, by whom, and who is still on it. */
export function HistoryMode({ facts }: { readonly facts: JourneyFacts }) {
  const query = useQuery(queries.versions(facts.workspaceId, facts.journeyId));
  return (
    <div className="journey">
      <TopBar facts={facts} mode="history" />
      <div className="page history">
        <Loaded
          query={query}
          empty={<State title="Nothing published yet" text="Each version you publish is kept here." />}
        >
          {(versions) => (
            <ul className="panel rows">
              {versions.map((version) => (
                <li key={version.id}>
                  <b>v{version.number}</b>
                  <div>
                    <p>{version.note || summaryOf(version.diff) || 'First version'}</p>
                    <p className="muted">
                      {version.note !== '' && summaryOf(version.diff) !== '' && `${summaryOf(version.diff)} · `}
                      {version.author}
                    </p>
                  </div>
                  <span className="muted num">{version.running.toLocaleString()} inside</span>
                  <span className="muted when">
                    <When at={version.publishedAt} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      </div>
    </div>
  );
}

function summaryOf(diff: unknown): string {
  return typeof diff === 'object' && diff !== null && 'summary' in diff ? String(diff.summary) : '';
}
