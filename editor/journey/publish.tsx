import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { read, workspaceClient } from '../api/client.ts';
import { Dialog } from '../shell/dialog.tsx';
import { DialogFoot } from '../shell/dialog-foot.tsx';
import { useJourney } from './context.ts';
import type { JourneyFacts } from './facts.ts';
import type { Draft } from './use-draft.ts';

interface PublishButtonProps {
  readonly facts: JourneyFacts;
  readonly draft: Draft;
  readonly hasChanges: boolean;
}

/** Publishes what is on the canvas, with a note; says how many problems are left until then. */
export function PublishButton({ facts, draft, hasChanges }: PublishButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  const errors = useJourney(({ problems }) => problems.filter(({ severity }) => severity === 'error').length);
  const first = useJourney(({ problems }) => problems.find(({ severity }) => severity === 'error'));
  const seek = useJourney((journey) => journey.seek);
  const isSame = facts.version !== undefined && !hasChanges;
  return (
    <>
      <button
        type="button"
        className="button primary"
        disabled={isSame}
        title={isSame ? `Version ${facts.version} runs as it stands here` : undefined}
        onClick={() => (first === undefined ? setIsOpen(true) : seek(errors === 1 ? first : {}))}
      >
        Publish{errors > 0 && <span className="num">{` · ${errors} ${errors === 1 ? 'problem' : 'problems'}`}</span>}
      </button>
      {isOpen && <PublishDialog facts={facts} draft={draft} onClose={() => setIsOpen(false)} />}
    </>
  );
}

interface PublishDialogProps extends Pick<PublishButtonProps, 'facts' | 'draft'> {
  readonly onClose: () => void;
}

function PublishDialog({ facts: { workspaceId, journeyId, version }, draft, onClose }: PublishDialogProps) {
  const [note, setNote] = useState('');
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const publish = useMutation({
    mutationFn: async () =>
      read(
        workspaceClient.journeys[':journeyId'].publish.$post({
          param: { workspaceId, journeyId },
          header: { 'if-match': `"${await draft.saved()}"` },
          json: { note },
        }),
      ),
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
        <textarea
          className="input"
          rows={2}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      <DialogFoot
        label={publish.isPending ? 'Publishing…' : 'Publish now'}
        run={publish}
        onCancel={onClose}
        onDo={() => publish.mutate()}
      />
    </Dialog>
  );
}
