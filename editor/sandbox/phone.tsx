import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SendHorizontal } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Linked, text } from '../people/rendered-message.tsx';
import { When } from '../shell/when.tsx';
import { Device, type DeviceProps } from './device.tsx';
import { type InboxItem, reply } from './inbox.ts';

export function Phone({ workspaceId, address }: DeviceProps) {
  return (
    <Device workspaceId={workspaceId} address={address} channel="sms" title="Phone" none="No phone number is known.">
      {(items) => <Thread workspaceId={workspaceId} items={items} />}
    </Device>
  );
}

function Thread({ workspaceId, items }: { readonly workspaceId: string; readonly items: readonly InboxItem[] }) {
  const end = useRef<HTMLOListElement>(null);
  const lastId = items.at(-1)?.id;
  // The newest is at the bottom, where a phone shows it.
  useEffect(() => {
    if (lastId !== undefined && end.current) end.current.scrollTop = end.current.scrollHeight;
  }, [lastId]);
  const received = items.findLast(({ direction }) => direction === 'out');
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keys */}
      <ol className="thread" ref={end} tabIndex={0} aria-label="Messages">
        {items.map(({ id, at, direction, from, payload }) => (
          <li key={id} data-direction={direction}>
            <div className="text-bubble">
              <Linked text={text(payload['body']) || text(payload['text'])} />
            </div>
            <span className="muted">
              {direction === 'out' && from !== '' ? `${from} · ` : ''}
              <When at={at} />
            </span>
          </li>
        ))}
      </ol>
      {received && <ReplyBox workspaceId={workspaceId} to={received} />}
    </>
  );
}

function ReplyBox({ workspaceId, to }: { readonly workspaceId: string; readonly to: InboxItem }) {
  const [written, setWritten] = useState('');
  const queryClient = useQueryClient();
  const send = useMutation({
    mutationFn: (words: string) => reply(workspaceId, to.id, words),
    onSuccess: () => {
      setWritten('');
      void queryClient.invalidateQueries({ queryKey: [workspaceId, 'inbox'] });
    },
  });
  return (
    <form
      className="reply"
      onSubmit={(event) => {
        event.preventDefault();
        if (written.trim() !== '') send.mutate(written.trim());
      }}
    >
      <button type="button" className="button" disabled={send.isPending} onClick={() => send.mutate('STOP')}>
        STOP
      </button>
      <input
        className="input"
        aria-label="Reply as this person"
        placeholder="Reply as this person"
        value={written}
        onChange={({ target }) => setWritten(target.value)}
      />
      <button type="submit" className="button primary icon" aria-label="Send the reply" disabled={send.isPending}>
        <SendHorizontal size={16} aria-hidden />
      </button>
      {send.isError && <p role="alert">{send.error.message}</p>}
    </form>
  );
}
