import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loaded } from '../shell/states.tsx';
import { type InboxItem, inboxQuery } from './inbox.ts';

export interface DeviceProps {
  readonly workspaceId: string;
  /** Absent: this person has none. */
  readonly address: string | undefined;
}

interface FrameProps extends DeviceProps {
  readonly channel: string;
  readonly title: string;
  readonly none: string;
  readonly children: (items: readonly InboxItem[]) => ReactNode;
}

/** What every device has: its name, its address, and something to say while it is empty. */
export function Device({ workspaceId, address, channel, title, none, children }: FrameProps) {
  return (
    <section className="panel device" data-channel={channel} aria-label={title}>
      <header>
        <h2>{title}</h2>
        <span className="muted num one-line" title={address}>
          {address}
        </span>
      </header>
      {address === undefined ? (
        <p className="nothing">{none}</p>
      ) : (
        <Contents {...{ workspaceId, channel, address }}>{children}</Contents>
      )}
    </section>
  );
}

interface ContentsProps extends Pick<FrameProps, 'workspaceId' | 'channel' | 'children'> {
  readonly address: string;
}

function Contents({ workspaceId, channel, address, children }: ContentsProps) {
  const query = useQuery(inboxQuery(workspaceId, channel, address));
  return (
    <Loaded query={query} empty={<p className="nothing">Nothing here yet.</p>}>
      {children}
    </Loaded>
  );
}
