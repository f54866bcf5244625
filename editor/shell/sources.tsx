import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { done, workspaceClient } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { Dialog } from './dialog.tsx';
import { NewSource } from './new-source.tsx';
import { Loaded } from './states.tsx';
import { When } from './when.tsx';

/** Where events come from. A key is shown once, when it is made. */
export function Sources({ workspaceId }: { readonly workspaceId: string }) {
  const [isNew, setIsNew] = useState(false);
  const [leaving, setLeaving] = useState<{ readonly id: string; readonly name: string }>();
  const query = useQuery(queries.sources(workspaceId));
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
            {sources.map(({ id, name, kind, keyHint, createdAt }) => (
              <li key={id}>
                <div>
                  <b>{name}</b>
                  <p className="muted">
                    {kind === 'server'
                      ? 'A server, may set addresses and consent'
                      : 'A browser, may not set addresses or consent'}{' '}
                    · key ends in <span className="num">{keyHint}</span> · since <When at={createdAt} />
                  </p>
                </div>
                <button type="button" className="button danger" onClick={() => setLeaving({ id, name })}>
                  Disconnect
                </button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isNew && <NewSource workspaceId={workspaceId} onClose={() => setIsNew(false)} />}
      {leaving && <Disconnect workspaceId={workspaceId} source={leaving} onClose={() => setLeaving(undefined)} />}
    </section>
  );
}

interface DisconnectProps {
  readonly workspaceId: string;
  readonly source: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

function Disconnect({ workspaceId, source, onClose }: DisconnectProps) {
  const queryClient = useQueryClient();
  const disconnect = useMutation({
    mutationFn: () =>
      done(workspaceClient.sources[':sourceId'].$delete({ param: { workspaceId, sourceId: source.id } })),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: [workspaceId, 'sources'] });
      onClose();
    },
  });
  return (
    <Dialog title={`Disconnect ${source.name}?`} onClose={onClose}>
      <p>From now on its key is refused. What it has sent stays.</p>
      {disconnect.isError && <p role="alert">{disconnect.error.message}</p>}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          className="button danger"
          disabled={disconnect.isPending}
          onClick={() => disconnect.mutate()}
        >
          Disconnect
        </button>
      </div>
    </Dialog>
  );
}
