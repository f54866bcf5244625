import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { read, workspaceClient } from '../api/client.ts';
import { Dialog } from '../shell/dialog.tsx';
import type { Autosave } from './autosave.ts';
import { useJourney } from './context.ts';
import type { JourneyFacts } from './facts.ts';

/** Publishes what is on the canvas, with a note; says how many problems are left until then. */
export function PublishButton({
  facts,
  autosave,
}: {
  readonly facts: JourneyFacts;
  readonly autosave: Autosave | undefined;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const errors = useJourney(({ problems }) => problems.filter(({ severity }) => severity === 'error').length);
  const select = useJourney((journey) => journey.select);
  return (
    <>
      <button
        type="button"
        className="button primary"
        onClick={() => (errors > 0 ? select(undefined) : setIsOpen(true))}
      >
        Publish{errors > 0 && <span className="num">{` · ${errors} ${errors === 1 ? 'problem' : 'problems'}`}</span>}
      </button>
      {isOpen && <PublishDialog facts={facts} autosave={autosave} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function PublishDialog({
  facts: { workspaceId, journeyId, version },
  autosave,
  onClose,
}: {
  readonly facts: JourneyFacts;
  readonly autosave: Autosave | undefined;
  readonly onClose: () => void;
}) {
  const [note, setNote] = useState('');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const publish = useMutation({
    mutationFn: async () => {
      await autosave?.flush();
      return read(
        workspaceClient.journeys[':journeyId'].publish.$post({
          param: { workspaceId, journeyId },
          header: { 'if-match': `"${autosave?.revision ?? 0}"` },
          json: { note },
        }),
      );
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: [workspaceId] });
      onClose();
      await navigate({
        to: '/w/$workspaceId/journeys/$journeyId',
        params: { workspaceId, journeyId },
        search: { mode: 'live' },
      });
    },
  });
  return (
    <Dialog title={version === undefined ? 'Publish this journey' : `Publish version ${version + 1}`} onClose={onClose}>
      <p>
        {version === undefined
          ? 'From now on people enter.'
          : 'From now on people enter the new version. Those who are inside finish on theirs.'}
      </p>
      <label className="field">
        <span className="label">What is new?</span>
        <textarea className="input" rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      {publish.isError && (
        <p role="alert" className="problem-row">
          {publish.error.message}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="button primary" disabled={publish.isPending} onClick={() => publish.mutate()}>
          Publish now
        </button>
      </div>
    </Dialog>
  );
}
