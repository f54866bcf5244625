import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { done, read, workspaceClient } from '../api/client.ts';
import { Dialog } from '../shell/dialog.tsx';
import { DialogFoot } from '../shell/dialog-foot.tsx';

type Choice = 'now' | 'spread' | 'skip';

/** Resuming asks how to catch up: nobody was lost, and nobody gets a burst by surprise. */
export function ResumeDialog({
  workspaceId,
  journeyId,
  onClose,
}: {
  readonly workspaceId: string;
  readonly journeyId: string;
  readonly onClose: () => void;
}) {
  const [choice, setChoice] = useState<Choice>('now');
  const [hours, setHours] = useState(4);
  const queryClient = useQueryClient();
  const param = { workspaceId, journeyId };
  const preview = useQuery({
    queryKey: [workspaceId, 'resume', journeyId],
    queryFn: () => read(workspaceClient.journeys[':journeyId']['resume-preview'].$get({ param })),
  });
  const resume = useMutation({
    mutationFn: () => {
      const catchUp =
        choice === 'now'
          ? ({ kind: 'now' } as const)
          : choice === 'spread'
            ? ({ kind: 'spread', hours } as const)
            : ({ kind: 'skip', olderThanHours: hours } as const);
      return done(workspaceClient.journeys[':journeyId'].resume.$post({ param, json: { catchUp } }));
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: [workspaceId] });
      onClose();
    },
  });
  return (
    <Dialog title="Resume the journey" onClose={onClose}>
      <div className="fields">
        <p>
          <b className="num">{preview.data?.due.toLocaleString() ?? '…'}</b> people came due while it was paused. What
          shall happen with them?
        </p>
        <Option value="now" choice={choice} onChoose={setChoice} label="Go on with all of them now" />
        <Option value="spread" choice={choice} onChoose={setChoice} label="Spread them over the next hours" />
        <Option
          value="skip"
          choice={choice}
          onChoose={setChoice}
          label="Leave out those who are later than so many hours"
        />
        {choice !== 'now' && (
          <label className="inline">
            <input
              className="input"
              type="number"
              min={1}
              max={720}
              value={hours}
              onChange={(event) => setHours(Math.max(1, Number(event.target.value)))}
            />{' '}
            hours
          </label>
        )}
      </div>
      <DialogFoot label="Resume" run={resume} onCancel={onClose} onDo={() => resume.mutate()} />
    </Dialog>
  );
}

function Option({
  value,
  choice,
  onChoose,
  label,
}: {
  readonly value: Choice;
  readonly choice: Choice;
  readonly onChoose: (value: Choice) => void;
  readonly label: string;
}) {
  return (
    <label className="inline">
      <input type="radio" name="catch-up" checked={choice === value} onChange={() => onChoose(value)} /> {label}
    </label>
  );
}
