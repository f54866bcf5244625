import { and, eq, like } from 'drizzle-orm';
import { z } from 'zod';
import { type Context, JourneyError, type Scope, verb, type Work } from '../access/index.ts';
import { providers } from '../tables/index.ts';
import { type InboxItem, inboxItem } from './inbox.ts';

/** Where the sandbox listens, and what opens an account of it. */
export interface SandboxDoor {
  readonly url: string;
  readonly keyOf: (providerId: string) => string;
}
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
    (await accountsOf(context, channel)).map(async (id) => {
      const answer = await call(door, id, `inbox?${asked}`);
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
    for (const id of await accountsOf({ db: tx, workspaceId })) {
      // A transaction is open meanwhile, so that this does not wait for ever.
      const reply = {
        method: 'POST',
        headers: jsonBody,
        body: JSON.stringify({ text }),
        signal: AbortSignal.timeout(5_000),
      };
      const answer = await call(door, id, `messages/${messageId}/reply`, reply);
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
  await Promise.all((await accountsOf(context)).map((id) => hearOne(door, id, arrived, signal)));
}

async function hearOne(
  door: SandboxDoor,
  id: string,
  arrived: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const answer = await call(door, id, 'stream', { signal });
  if (!answer.ok || !answer.body) return;
  const text = answer.body.pipeThrough(new TextDecoderStream());
  for await (const chunk of text) if (chunk.includes('event: message')) await arrived();
}

async function accountsOf({ db, workspaceId }: Scope, channel?: string): Promise<readonly string[]> {
  const rows = await db
    .select({ id: providers.id, channel: providers.channel })
    .from(providers)
    .where(and(eq(providers.workspaceId, workspaceId), like(providers.adapter, 'sandbox-%')));
  return rows.filter((row) => channel === undefined || row.channel === channel).map(({ id }) => id);
}

const jsonBody = { 'content-type': 'application/json' };

function call(door: SandboxDoor, id: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...init.headers, authorization: `Bearer ${door.keyOf(id)}` };
  return fetch(`${door.url}/accounts/${id}/${path}`, { ...init, headers });
}
