import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { read, workspaceClient } from '../api/client.ts';
import { Copyable } from './copyable.tsx';
import { Dialog } from './dialog.tsx';
import { DialogFoot } from './dialog-foot.tsx';
import { type SourceKind, snippets } from './snippets.ts';

interface NewSourceProps {
  readonly workspaceId: string;
  readonly onClose: () => void;
}

export function NewSource({ workspaceId, onClose }: NewSourceProps) {
  const [kind, setKind] = useState<SourceKind>('server');
  const queryClient = useQueryClient();
  const create = useMutation({
    mutationFn: (name: string) => read(workspaceClient.sources.$post({ param: { workspaceId }, json: { name, kind } })),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: [workspaceId, 'sources'] }),
  });
  if (create.data) return <KeyOnce kind={kind} writeKey={create.data.writeKey} onClose={onClose} />;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    create.mutate(String(new FormData(event.currentTarget).get('name')));
  };
  return (
    <Dialog title="Connect a source" onClose={onClose}>
      <form className="source-fields" onSubmit={submit}>
        <label>
          Name
          <input className="input" name="name" required maxLength={100} placeholder="Web shop" />
        </label>
        <label>
          It runs in
          <select
            className="input"
            value={kind}
            onChange={({ target }) => setKind(target.value === 'browser' ? 'browser' : 'server')}
          >
            <option value="server">a server of yours</option>
            <option value="browser">the visitors’ browsers</option>
          </select>
        </label>
        <p className="muted">
          {kind === 'server'
            ? 'Its key stays secret, so it may set addresses and consent.'
            : 'Anybody can read its key, so it may not change addresses, consent or protected details of a known person.'}
        </p>
        <DialogFoot label="Make its key" run={create} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

function KeyOnce({
  kind,
  writeKey,
  onClose,
}: {
  readonly kind: SourceKind;
  readonly writeKey: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog title="Copy its key now" onClose={onClose}>
      <div className="source-fields">
        <p>The key is shown this once and cannot be read again.</p>
        <Copyable label="Write key" text={writeKey} />
        {snippets(kind, window.location.origin, writeKey).map(({ title, code }) => (
          <Copyable key={title} label={title} text={code} />
        ))}
      </div>
      <div className="dialog-actions">
        <button type="button" className="button primary" onClick={onClose}>
          I have copied it
        </button>
      </div>
    </Dialog>
  );
}
