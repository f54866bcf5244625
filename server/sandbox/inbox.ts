import type { JsonObject } from '@wend/engine';
import { z } from 'zod';
import { anyObject, id, moment } from '../answers/index.ts';
import type { SandboxMessage, SandboxState } from '../tables/index.ts';

export const inboxItem = z
  .object({
    id,
    at: moment,
    direction: z.enum(['out', 'in']).meta({ description: '`in`: what a person replied' }),
    channel: z.string(),
    reference: z.string().meta({ description: "The sender's own id of it" }),
    to: z.string(),
    from: z.string(),
    payload: anyObject('As it was sent, by the fields of its channel'),
    state: z.enum(['accepted', 'delivered', 'failed', 'clicked', 'received'] satisfies SandboxState[]),
    links: z.array(z.object({ label: z.string(), url: z.string() })),
  })
  .meta({ id: 'InboxItem', description: 'What landed on the test phone, mailbox or tray' });
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
