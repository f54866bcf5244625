import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { done, workspaceClient } from '../api/client.ts';
import { Dialog } from './dialog.tsx';
import { DialogFoot } from './dialog-foot.tsx';

interface ProtectedProps {
  readonly workspaceId: string;
  readonly source: { readonly id: string; readonly name: string; readonly protectedAttributes: readonly string[] };
}

/** What a browser may not change of a known customer, beside what no browser may. */
export function Protected({ workspaceId, source }: ProtectedProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className="button" onClick={() => setIsOpen(true)}>
        Protect details
      </button>
      {isOpen && <Names workspaceId={workspaceId} source={source} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function Names({ workspaceId, source, onClose }: ProtectedProps & { readonly onClose: () => void }) {
  const queryClient = useQueryClient();
  const protect = useMutation({
    mutationFn: async (attributes: string[]) => {
      const param = { workspaceId, sourceId: source.id };
      await done(workspaceClient.sources[':sourceId'].protected.$put({ param, json: { attributes } }));
      await queryClient.invalidateQueries({ queryKey: [workspaceId, 'sources'] });
    },
    onSuccess: onClose,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    protect.mutate(namesIn(String(new FormData(event.currentTarget).get('names'))));
  };
  return (
    <Dialog title={`What ${source.name} may not change`} onClose={onClose}>
      <form className="source-fields" onSubmit={submit}>
        <p className="muted">
          Anybody can read a browser’s key. Addresses, consent, country, time zone and language of a known customer are
          always protected.
        </p>
        <label>
          Also protected, one a line
          <textarea
            className="input"
            name="names"
            rows={5}
            placeholder={'tier\ncredit'}
            defaultValue={source.protectedAttributes.join('\n')}
          />
        </label>
        <DialogFoot label="Protect them" run={protect} onCancel={onClose} />
      </form>
    </Dialog>
  );
}

/** Names as they are written in a list, by lines or commas. */
export function namesIn(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
