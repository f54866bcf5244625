import type { JsonObject } from '@wend/engine';
import { z } from 'zod';
import type { SandboxMessage } from '../tables/index.ts';

export const inboxItem = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  /** `in`: what a person replied. */
  direction: z.enum(['out', 'in']),
  channel: z.string(),
  reference: z.string(),
  to: z.string(),
  from: z.string(),
  payload: z.record(z.string(), z.unknown()),
  state: z.string(),
  links: z.array(z.object({ label: z.string(), url: z.string() })),
});
export type InboxItem = z.infer<typeof inboxItem>;

export function inboxItemOf(message: SandboxMessage): InboxItem {
  const { id, direction, channel, reference, recipient, sender, payload, state } = message;
  const [to, from] = direction === 'in' ? [sender, recipient] : [recipient, sender];
  return {
    id,
    at: new Date(message.at).toISOString(),
    direction,
    channel,
    reference,
    to,
    from,
    payload: { ...payload },
    state,
    links: linksIn(payload),
  };
}

type Link = InboxItem['links'][number];

/** Every address that a person could open, in order of reading. */
export function linksIn(payload: JsonObject): Link[] {
  const { html, url, body, text } = payload;
  if (typeof html === 'string') return anchorsIn(html);
  if (typeof url === 'string' && url !== '') return [{ label: url, url }];
  const plain = typeof body === 'string' ? body : typeof text === 'string' ? text : '';
  return [...plain.matchAll(/https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)]/g)].map(([found]) => ({ label: found, url: found }));
}

function anchorsIn(html: string): Link[] {
  return [...html.matchAll(/<a\s[^>]*?href="([^"]+)"[^>]*>([\s\S]*?)<\/a>/gi)].map(([, href = '', inner = '']) => {
    const url = href.replaceAll('&amp;', '&');
    return {
      label:
        inner
          .replace(/<[^>]*>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim() || url,
      url,
    };
  });
}
