import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type JourneyDocumentInput, templates } from '@wend/engine';
import { Plus } from 'lucide-react';
import { read, workspaceClient } from '../api/client.ts';
import { Dialog } from '../shell/dialog.tsx';
import { Thumbnail } from './thumbnail.tsx';

/** A blank draft, or one of the templates. */
export function NewJourney({ workspaceId, onClose }: { readonly workspaceId: string; readonly onClose: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const create = useMutation({
    mutationFn: (document: JourneyDocumentInput | undefined) =>
      read(
        workspaceClient.journeys.$post({
          param: { workspaceId },
          json: document === undefined ? {} : { document: { ...document } },
        }),
      ),
    onSuccess: ({ id }) => {
      void queryClient.invalidateQueries({ queryKey: [workspaceId, 'journeys'] });
      void navigate({ to: '/w/$workspaceId/journeys/$journeyId', params: { workspaceId, journeyId: id } });
    },
  });
  return (
    <Dialog title="New journey" onClose={onClose}>
      <div className="template-grid">
        <button type="button" className="template" disabled={create.isPending} onClick={() => create.mutate(undefined)}>
          <span className="thumbnail blank">
            <Plus size={24} aria-hidden />
          </span>
          <b>Blank</b>
          <span className="muted">Start with an empty canvas.</span>
        </button>
        {templates.map(({ id, title, text, document }) => (
          <button
            key={id}
            type="button"
            className="template"
            disabled={create.isPending}
            onClick={() => create.mutate(document)}
          >
            <Thumbnail document={document} />
            <b>{title}</b>
            <span className="muted">{text}</span>
          </button>
        ))}
      </div>
      {create.isError && <p role="alert">{create.error.message}</p>}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
      </div>
    </Dialog>
  );
}
