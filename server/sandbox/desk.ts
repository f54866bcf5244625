import { z } from 'zod';
import { type Context, JourneyError, verb, type Work } from '../access/index.ts';
import { askSandbox, type SandboxDoor, sandboxProviders, told } from './door.ts';
import { type InboxItem, inboxItem } from './inbox.ts';

export interface InboxQuestion {
  readonly channel?: string | undefined;
  readonly address?: string | undefined;
  readonly limit: number;
}

const inbox = z.object({ items: z.array(inboxItem) });

/** What lies on the devices of a workspace's people, the latest first. */
export async function readInbox(context: Context, door: SandboxDoor, question: InboxQuestion): Promise<InboxItem[]> {
  const { channel, address, limit } = question;
  const asked = new URLSearchParams({ limit: String(limit), ...(channel && { channel }), ...(address && { address }) });
  const found = await Promise.all(
    (await sandboxProviders(context, channel)).map(async ({ id }) => {
      const answer = await askSandbox(door, id, `inbox?${asked}`);
      return answer.ok ? inbox.parse(await answer.json()).items : [];
    }),
  );
  return found
    .flat()
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, limit);
}

/** Answers a message in its receiver's place. The account that sent it is the only one that knows it. */
export const replyFrom = verb(
  { needs: 'act-on-person', action: 'sandbox.reply' },
  async ({ tx, workspaceId }: Work, door: SandboxDoor, messageId: string, text: string) => {
    for (const { id } of await sandboxProviders({ db: tx, workspaceId })) {
      const answer = await askSandbox(door, id, `messages/${messageId}/reply`, told('POST', { text }));
      if (answer.ok) return { subject: `message:${messageId}`, answer: undefined };
    }
    throw new JourneyError('not-found', 'There is no such message.');
  },
);

/** Calls `arrived` whenever something lands on a device, until the signal ends it. */
export async function hearArrivals(
  context: Context,
  door: SandboxDoor,
  arrived: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all((await sandboxProviders(context)).map(({ id }) => hearOne(door, id, arrived, signal)));
}

async function hearOne(
  door: SandboxDoor,
  id: string,
  arrived: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const answer = await askSandbox(door, id, 'stream', { signal });
  if (!answer.ok || !answer.body) return;
  const text = answer.body.pipeThrough(new TextDecoderStream());
  for await (const chunk of text) if (chunk.includes('event: message')) await arrived();
}
