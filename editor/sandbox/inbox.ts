import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { z } from 'zod';
import { done, read } from '../api/client.ts';

const inboxItem = z.object({
  id: z.string(),
  at: z.string(),
  /** `in`: what the person wrote back. */
  direction: z.enum(['out', 'in']).default('out'),
  channel: z.string(),
  to: z.string(),
  from: z.string(),
  payload: z.record(z.string(), z.unknown()),
});
export type InboxItem = z.infer<typeof inboxItem>;
const answer = z.object({ items: z.array(inboxItem) });

const pathOf = (workspaceId: string): string => `/api/w/${workspaceId}/sandbox`;

/** What lies on one device, the oldest first. */
export const inboxQuery = (workspaceId: string, channel: string, address: string) =>
  queryOptions({
    queryKey: [workspaceId, 'inbox', channel, address],
    queryFn: async () => {
      const asked = new URLSearchParams({ channel, address, limit: '50' });
      const { items } = answer.parse(await read<unknown>(fetch(`${pathOf(workspaceId)}/inbox?${asked}`)));
      return items.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
    },
  });

export function reply(workspaceId: string, messageId: string, text: string): Promise<void> {
  const body = JSON.stringify({ text });
  return done(
    fetch(`${pathOf(workspaceId)}/messages/${messageId}/reply`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    }),
  );
}

/** Devices are looked at again whenever something arrives on any of them. */
export function useArrivals(workspaceId: string): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    const stream = new EventSource(`${pathOf(workspaceId)}/stream`);
    stream.addEventListener('message', () => {
      void queryClient.invalidateQueries({ queryKey: [workspaceId, 'inbox'] });
      void queryClient.invalidateQueries({ queryKey: [workspaceId, 'messages'] });
    });
    return () => stream.close();
  }, [workspaceId, queryClient]);
}
