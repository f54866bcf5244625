import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import { Loaded } from '../shell/states.tsx';
import { When } from '../shell/when.tsx';
import type { JourneyFacts } from './facts.ts';
import { TopBar } from './top-bar.tsx';

/** What was published, when, by whom, and who is still on it. */
export function HistoryMode({ facts }: { readonly facts: JourneyFacts }) {
  const query = useQuery(queries.versions(facts.workspaceId, facts.journeyId));
  return (
    <div className="journey">
      <TopBar facts={facts} mode="history" />
      <div className="page">
        <Loaded query={query}>
          {(versions) => (
            <ul className="panel rows">
              {versions.map((version) => (
                <li key={version.id} style={{ gridTemplateColumns: '72px 1fr auto auto' }}>
                  <b>v{version.number}</b>
                  <span>
                    {version.note || summaryOf(version.diff) || 'First version.'}
                    <span className="muted"> · {version.author}</span>
                  </span>
                  <span className="muted num">{version.running.toLocaleString()} inside</span>
                  <span className="muted">
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
