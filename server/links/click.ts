import type { MessageId, ProfileId, WorkspaceId } from '@wend/engine';
import { and, eq } from 'drizzle-orm';
import { isbot } from 'isbot';
import { newId } from '../ids/index.ts';
import type { IntakeDeps } from '../intake/index.ts';
import { recordFacts } from '../messages/facts-of-messages.ts';
import { tellEvents } from '../messages/tell-events.ts';
import { linkTokens, messageLinks } from '../tables/index.ts';

export interface FoundLink {
  readonly workspaceId: WorkspaceId;
  readonly profileId: ProfileId;
  readonly messageId: MessageId;
  readonly n: number;
  readonly url: string;
}

/** Where a short link leads: what our row says, whatever the address says beside it. */
export async function findLink({ db }: IntakeDeps, token: string): Promise<FoundLink | undefined> {
  if (!/^[0-9A-Za-z]{8}$/.test(token)) return undefined;
  const [link] = await db
    .select({
      workspaceId: messageLinks.workspaceId,
      profileId: messageLinks.profileId,
      messageId: messageLinks.messageId,
      n: messageLinks.n,
      url: messageLinks.url,
    })
    .from(linkTokens)
    .innerJoin(
      messageLinks,
      and(
        eq(messageLinks.workspaceId, linkTokens.workspaceId),
        eq(messageLinks.profileId, linkTokens.profileId),
        eq(messageLinks.messageId, linkTokens.messageId),
        eq(messageLinks.n, linkTokens.n),
      ),
    )
    .where(eq(linkTokens.token, token));
  return link;
}

/** Notes a click. A scanner's is kept and never counted. */
export async function recordClick(deps: IntakeDeps, link: FoundLink, userAgent: string | undefined): Promise<void> {
  const at = await deps.clock.now(deps.db);
  const fact = {
    workspaceId: link.workspaceId,
    messageId: link.messageId,
    kind: 'clicked' as const,
    dedupe: newId(),
    at,
    machine: !userAgent || isbot(userAgent),
    detail: { url: link.url, n: link.n },
  };
  const told = await deps.db.transaction(async (tx) => tellEvents(tx, await recordFacts(tx, [fact]), at));
  if (told > 0) deps.hint?.();
}
