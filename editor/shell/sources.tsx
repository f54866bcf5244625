import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { done, workspaceClient } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { Asked } from './asked.tsx';
import { NewSource } from './new-source.tsx';
import { Protected } from './protected.tsx';
import { Loaded } from './states.tsx';
import { When } from './when.tsx';

const listOf = (names: readonly string[]): string => new Intl.ListFormat('en', { type: 'disjunction' }).format(names);

/** Where events come from. A key is shown once, when it is made. */
export function Sources({ workspaceId }: { readonly workspaceId: string }) {
  const [isNew, setIsNew] = useState(false);
  const query = useQuery(queries.sources(workspaceId));
  const queryClient = useQueryClient();
  const disconnect = async (sourceId: string): Promise<void> => {
    await done(workspaceClient.sources[':sourceId'].$delete({ param: { workspaceId, sourceId } }));
    await queryClient.invalidateQueries({ queryKey: [workspaceId, 'sources'] });
  };
  return (
    <section className="panel sheet">
      <header className="sheet-head">
        <h2>Sources of events</h2>
        <button type="button" className="button" onClick={() => setIsNew(true)}>
          <Plus size={16} aria-hidden /> Connect a source
        </button>
      </header>
      <Loaded query={query} empty={<p className="muted">Nothing is connected yet.</p>}>
        {(sources) => (
          <ul className="sources">
            {sources.map(({ id, name, kind, protectedAttributes, keyHint, createdAt }) => (
              <li key={id}>
                <div>
                  <b>{name}</b>
                  <p className="muted">
                    {kind === 'server'
                      ? 'A server, may set addresses and consent'
                      : `A browser, may not set ${listOf(['addresses', 'consent', ...protectedAttributes])}`}{' '}
                    · key ends in <span className="num">{keyHint}</span> · since <When at={createdAt} />
                  </p>
                </div>
                {kind === 'browser' && (
                  <Protected workspaceId={workspaceId} source={{ id, name, protectedAttributes }} />
                )}
                <Asked label="Disconnect" title={`Disconnect ${name}?`} act={() => disconnect(id)}>
                  From now on its key is refused. What it has sent stays.
                </Asked>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isNew && <NewSource workspaceId={workspaceId} onClose={() => setIsNew(false)} />}
    </section>
  );
}
