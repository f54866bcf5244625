import { channel } from '@wend/engine';
import { and, asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Context } from '../access/index.ts';
import { id, moment } from '../answers/index.ts';
import { providers, refusedCallbacks } from '../tables/index.ts';

export const providerView = z
  .object({
    id,
    channel,
    adapter: z.string().meta({ description: 'Which of the adapters speaks to it' }),
    name: z.string(),
    enabled: z.boolean(),
    rate: z.number().meta({ description: 'Messages a second' }),
    refusedCallbacks: z.int().meta({ description: 'Callbacks in its name whose signature did not fit' }),
    lastRefusedAt: moment.exactOptional(),
  })
  .meta({ id: 'Provider', description: 'An account at a provider' });
type ProviderView = z.infer<typeof providerView>;

/** Accounts at providers, without what opens them. */
export async function listProviders({ db, workspaceId }: Context): Promise<readonly ProviderView[]> {
  const { id, channel, adapter, name, enabled, rate } = providers;
  const rows = await db
    .select({ provider: { id, channel, adapter, name, enabled, rate }, refused: refusedCallbacks })
    .from(providers)
    .leftJoin(
      refusedCallbacks,
      and(eq(refusedCallbacks.workspaceId, providers.workspaceId), eq(refusedCallbacks.providerId, providers.id)),
    )
    .where(eq(providers.workspaceId, workspaceId))
    .orderBy(asc(providers.channel), asc(providers.createdAt), asc(providers.id));
  return rows.map(({ provider, refused }) => ({
    ...provider,
    refusedCallbacks: refused?.count ?? 0,
    ...(refused ? { lastRefusedAt: new Date(refused.lastAt).toISOString() } : {}),
  }));
}
