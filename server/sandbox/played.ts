import { and, eq, like, ne } from 'drizzle-orm';
import { z } from 'zod';
import { type Context, JourneyError, verb, type Work } from '../access/index.ts';
import { honestyOf, sandboxAdapterName } from '../channels/sandbox.ts';
import { providers } from '../tables/index.ts';
import { askSandbox, type SandboxDoor, type SandboxProvider, sandboxProviders, told } from './door.ts';
import { rule, script } from './script.ts';

export const honesty = z.enum(['idempotent', 'traceable', 'opaque']);

/** What one test provider plays: how it answers and calls back, and what can be done where an answer of it was lost. */
export const played = z.strictObject({ honesty, rules: script.shape.rules });
export type Played = z.infer<typeof played>;

export const playedBy = z.object({
  providerId: z.uuid(),
  channel: z.string(),
  name: z.string(),
  honesty,
  rules: z.array(rule),
});
export type PlayedBy = z.infer<typeof playedBy>;

/** What the test providers of a workspace play now. */
export async function readPlayed(context: Context, door: SandboxDoor): Promise<PlayedBy[]> {
  const accounts = await sandboxProviders(context);
  return Promise.all(
    accounts.map(async (provider) => {
      const answer = await askSandbox(door, provider.id, 'script');
      if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}`);
      return playing(provider, {
        honesty: honestyOf(provider.adapter),
        rules: script.parse(await answer.json()).rules,
      });
    }),
  );
}

/** Has a test provider play something else from now on. Its honesty is which adapter speaks to it. */
export const setPlayed = verb(
  { needs: 'manage-workspace', action: 'sandbox.play' },
  async ({ tx, workspaceId }: Work, door: SandboxDoor, providerId: string, to: Played) => {
    const provider = (await sandboxProviders({ db: tx, workspaceId })).find(({ id }) => id === providerId);
    if (!provider) throw new JourneyError('not-found', 'There is no such test provider.');
    // Before the row is touched, since those who send take their slots from it.
    const answer = await askSandbox(door, providerId, 'script', told('PUT', { rules: to.rules }));
    if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}`);
    const adapter = sandboxAdapterName(provider.channel, to.honesty);
    await tx
      .update(providers)
      .set({ adapter })
      .where(
        and(
          eq(providers.workspaceId, workspaceId),
          eq(providers.id, providerId),
          like(providers.adapter, 'sandbox-%'),
          ne(providers.adapter, adapter),
        ),
      );
    return {
      subject: `provider:${providerId}`,
      answer: playing(provider, to),
      // Of the rules no more: an address may stand in them.
      detail: { channel: provider.channel, honesty: to.honesty, rules: to.rules.length },
    };
  },
);

function playing({ id, channel, name }: SandboxProvider, { honesty, rules }: Played): PlayedBy {
  return { providerId: id, channel, name, honesty, rules: [...rules] };
}
