import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { done, workspaceClient } from '../api/client.ts';
import { Dialog } from '../shell/dialog.tsx';

interface PersonActionsProps {
  readonly workspaceId: string;
  readonly runId: string;
  readonly phase: string;
  readonly name: string;
}

type Act = 'release' | 'take-out' | 'retry';

/** What can be done for one person. Taking out asks first: it cannot be undone. */
export function PersonActions({ workspaceId, runId, phase, name }: PersonActionsProps) {
  const [isAsking, setIsAsking] = useState(false);
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: (what: Act) => {
      const param = { workspaceId, runId };
      const run = workspaceClient.runs[':runId'];
      if (what === 'release') return done(run.release.$post({ param }));
      if (what === 'retry') return done(run.retry.$post({ param }));
      return done(run['take-out'].$post({ param, json: { reason: '' } }));
    },
    onSettled: () => {
      setIsAsking(false);
      return queryClient.invalidateQueries({ queryKey: [workspaceId, 'run', runId] });
    },
  });
  if (phase === 'ended') return null;
  return (
    <div className="inline wrapped">
      {phase === 'waiting' && (
        <button type="button" className="button" disabled={act.isPending} onClick={() => act.mutate('release')}>
          Skip the wait
        </button>
      )}
      {phase === 'parked' && (
        <button type="button" className="button" disabled={act.isPending} onClick={() => act.mutate('retry')}>
          Try again
        </button>
      )}
      <button type="button" className="button" onClick={() => setIsAsking(true)}>
        Take out
      </button>
      {act.isError && (
        <p className="wrong" role="alert">
          {act.error.message}
        </p>
      )}
      {isAsking && (
        <Dialog title={`Take ${name} out of the journey?`} onClose={() => setIsAsking(false)}>
          <p>They get nothing more from it. What is on its way to them still arrives.</p>
          <div className="dialog-actions">
            <button type="button" className="button" onClick={() => setIsAsking(false)}>
              Cancel
            </button>
            <button
              type="button"
              className="button danger"
              disabled={act.isPending}
              onClick={() => act.mutate('take-out')}
            >
              Take out
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
