import './behaviour.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Problem, wordsOfChannel } from '@wend/engine';
import { type FormEvent, useState } from 'react';
import type { z } from 'zod';
import { read, workspaceClient } from '../api/client.ts';
import { queries } from '../api/queries.ts';
import { SchemaForm } from '../form/schema-form.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { DialogFoot } from '../shell/dialog-foot.tsx';
import { Loaded } from '../shell/states.tsx';
import type { PlayedBy } from './behaviours.ts';
import { type Asked, askedOf, formOf, honesties, isWell, leavesSome, playedOf, sentencesOf } from './played.ts';

/** How the test provider behaves, channel by channel, so that what happens when things go wrong can be seen before it does. */
export function Behaviour({ workspaceId }: { readonly workspaceId: string }) {
  const query = useQuery(queries.played(workspaceId));
  const [changing, setChanging] = useState<PlayedBy>();
  return (
    <details className="panel sheet behaviour">
      <summary className="line">
        <h2>How the test provider behaves</h2>
        <State all={query.data ?? []} />
      </summary>
      <p className="muted">See what a journey does when messages are refused, come late or get lost.</p>
      <Loaded query={query} empty={<p className="muted">This workspace sends by no test provider.</p>}>
        {(all) => (
          <ul>
            {inOrder(all).map((one) => (
              <Playing key={one.providerId} played={one} onChange={() => setChanging(one)} />
            ))}
          </ul>
        )}
      </Loaded>
      {changing && <Change workspaceId={workspaceId} played={changing} onClose={() => setChanging(undefined)} />}
    </details>
  );
}

function State({ all }: { readonly all: readonly PlayedBy[] }) {
  const unwell = inOrder(all).filter((one) => !isWell(one));
  if (unwell.length === 0) return <span className="muted">It delivers everything</span>;
  return (
    <span className="pill warning">
      Makes trouble by {unwell.map(({ channel }) => wordsOfChannel(channel)).join(', ')}
    </span>
  );
}

const ORDER = ['sms', 'email', 'push'];
const inOrder = (all: readonly PlayedBy[]): readonly PlayedBy[] =>
  all.toSorted((one, other) => ORDER.indexOf(one.channel) - ORDER.indexOf(other.channel));

function Playing({ played, onChange }: { readonly played: PlayedBy; readonly onChange: () => void }) {
  const { channel, name, rules, honesty } = played;
  const words = wordsOfChannel(channel);
  return (
    <li className="item" data-channel={channel}>
      <h3 title={name}>{words}</h3>
      <ol>
        {[...new Set(sentencesOf(rules))].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {leavesSome(rules) && <li>{rules.length === 0 ? 'Delivers every message' : 'Delivers all others'}</li>}
      </ol>
      <p className="help">When its answer is lost, {honesties[honesty]}.</p>
      <button type="button" className="button" aria-label={`Change how ${words} behaves`} onClick={onChange}>
        Change
      </button>
    </li>
  );
}

interface ChangeProps {
  readonly workspaceId: string;
  readonly played: PlayedBy;
  readonly onClose: () => void;
}

function Change({ workspaceId, played, onClose }: ChangeProps) {
  const { providerId, channel, rules } = played;
  const [schema] = useState(() => formOf(rules));
  const [value, setValue] = useState<unknown>(() => askedOf(played));
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: (asked: Asked) =>
      read(
        workspaceClient.sandbox.played[':providerId'].$put({
          param: { workspaceId, providerId },
          json: playedOf(asked),
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: [workspaceId, 'played'] });
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const asked = schema.safeParse(value);
    setProblems(asked.success ? [] : asked.error.issues.map(problemOf));
    if (asked.success) save.mutate(asked.data);
  };
  return (
    <Dialog title={`How the test provider behaves: ${wordsOfChannel(channel)}`} onClose={onClose}>
      <form className="behaviour-form" noValidate onSubmit={submit}>
        <SchemaForm schema={schema} path="" value={value} problems={problems} onChange={setValue} />
        <DialogFoot label="Save" run={save} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

const problemOf = ({ path, message, code }: z.core.$ZodIssue): Problem => ({
  code: code ?? 'invalid',
  severity: 'error',
  field: path.join('.'),
  sentence: message,
});
