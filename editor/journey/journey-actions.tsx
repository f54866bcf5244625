import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Copy, Square, Trash2 } from 'lucide-react';
import { done, read, workspaceClient } from '../api/client.ts';
import { Asked } from '../shell/asked.tsx';
import type { JourneyFacts } from './facts.ts';

/** What can be done with a journey as a whole. Deleting and stopping ask first. */
export function JourneyActions({ facts }: { readonly facts: JourneyFacts }) {
  const { workspaceId, journeyId, name, state, version } = facts;
  const param = { workspaceId, journeyId };
  const journey = workspaceClient.journeys[':journeyId'];
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const forget = () => queryClient.invalidateQueries({ queryKey: [workspaceId] });
  const duplicate = useMutation({
    mutationFn: () => read(journey.duplicate.$post({ param })),
    onSuccess: async ({ id }) => {
      await forget();
      await navigate({ to: '/w/$workspaceId/journeys/$journeyId', params: { workspaceId, journeyId: id } });
    },
  });
  const remove = async (): Promise<void> => {
    await done(journey.$delete({ param }));
    await navigate({ to: '/w/$workspaceId/journeys', params: { workspaceId } });
    await forget();
  };
  const stop = async (): Promise<void> => {
    await done(journey.stop.$post({ param }));
    await forget();
  };
  return (
    <section aria-label="The journey as a whole">
      <div className="inline wrapped">
        <button type="button" className="button" disabled={duplicate.isPending} onClick={() => duplicate.mutate()}>
          <Copy size={14} aria-hidden /> Duplicate
        </button>
        {version === undefined && (
          <Asked label="Delete draft" title={`Delete ${name}?`} icon={<Trash2 size={14} aria-hidden />} act={remove}>
            The draft is deleted for everybody. It was never published, so nobody is in it.
          </Asked>
        )}
        {(state === 'live' || state === 'paused') && (
          <Asked label="Stop journey" title={`Stop ${name}?`} icon={<Square size={14} aria-hidden />} act={stop}>
            From now on nobody enters. Those who are inside finish their way. Publishing it again starts it anew.
          </Asked>
        )}
      </div>
      {duplicate.isError && (
        <p className="wrong" role="alert">
          {duplicate.error.message}
        </p>
      )}
    </section>
  );
}
