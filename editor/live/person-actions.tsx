import { useMutation, useQueryClient } from '@tanstack/react-query';
import { done, workspaceClient } from '../api/client.ts';
import { Asked } from '../shell/asked.tsx';

interface PersonActionsProps {
  readonly workspaceId: string;
  readonly runId: string;
  readonly phase: string;
  readonly name: string;
}

/** What can be done for one person. */
export function PersonActions({ workspaceId, runId, phase, name }: PersonActionsProps) {
  const queryClient = useQueryClient();
  const param = { workspaceId, runId };
  const run = workspaceClient.runs[':runId'];
  const look = () => queryClient.invalidateQueries({ queryKey: [workspaceId, 'run', runId] });
  const goOn = useMutation({
    mutationFn: () => done(phase === 'parked' ? run.retry.$post({ param }) : run.release.$post({ param })),
    onSettled: look,
  });
  const takeOut = async (): Promise<void> => {
    await done(run['take-out'].$post({ param, json: { reason: '' } }));
    await look();
  };
  if (phase === 'ended') return null;
  return (
    <div className="inline wrapped">
      {(phase === 'waiting' || phase === 'parked') && (
        <button type="button" className="button" disabled={goOn.isPending} onClick={() => goOn.mutate()}>
          {phase === 'parked' ? 'Try again' : 'Skip the wait'}
        </button>
      )}
      <Asked label="Take out" title={`Take ${name} out of the journey?`} act={takeOut}>
        They get nothing more from it. What is on its way to them still arrives.
      </Asked>
      {goOn.isError && (
        <p className="wrong" role="alert">
          {goOn.error.message}
        </p>
      )}
    </div>
  );
}
