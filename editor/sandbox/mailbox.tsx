import { useState } from 'react';
import { Letter, text } from '../people/rendered-message.tsx';
import { When } from '../shell/when.tsx';
import { Device, type DeviceProps } from './device.tsx';
import type { InboxItem } from './inbox.ts';

export function Mailbox({ workspaceId, address }: DeviceProps) {
  return (
    <Device
      workspaceId={workspaceId}
      address={address}
      channel="email"
      title="Mailbox"
      none="No e-mail address is known."
    >
      {(items) => <Letters items={items.toReversed()} />}
    </Device>
  );
}

function Letters({ items }: { readonly items: readonly InboxItem[] }) {
  const [openId, setOpenId] = useState<string>();
  const open = items.find(({ id }) => id === openId) ?? items[0];
  return (
    <>
      <ul className="subjects">
        {items.map(({ id, at, payload }) => (
          <li key={id}>
            <button type="button" aria-pressed={id === open?.id} onClick={() => setOpenId(id)}>
              <b className="one-line">{text(payload['subject']) || 'Without a subject'}</b>
              <span className="muted">
                <When at={at} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {open && <Letter payload={open.payload} />}
    </>
  );
}
