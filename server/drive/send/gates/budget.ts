import { grouped, type MessageId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { epochMs, timestamp } from '../../../database/index.ts';
import type { Candidate, Held } from '../candidate.ts';
import type { Gate, GateContext } from '../gate-context.ts';
import type { ProviderRow } from '../provider.ts';

/**
 * Reserves a slot for each message: GCRA, one statement a provider, last in the transaction, so that its row is held for a moment.
 * Who has a slot already does not ask again: a message is deferred for budget once. The reserved share is what transactional
 * messages always find free: they do not queue behind marketing.
 */
export const budget: Gate = async (context, standing) => {
  const held = new Map<MessageId, Held>();
  const asking = standing.filter(
    ({ message, provider }) =>
      message.slotAt === null && provider !== undefined && !isReserved(message.purpose, provider),
  );
  for (const group of [...grouped(asking, ({ provider }) => provider?.id ?? '')]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, members]) => members)) {
    const provider = group[0]?.provider;
    if (provider) for (const [id, hold] of await reserve(context, provider, group)) held.set(id, hold);
  }
  return held;
};

function isReserved(purpose: Candidate['message']['purpose'], { reservedShare }: ProviderRow): boolean {
  return purpose === 'transactional' && reservedShare > 0;
}

async function reserve(
  { tx, trip, now }: GateContext,
  { id, rate, reservedShare, burst, name }: ProviderRow,
  group: readonly Candidate[],
): Promise<ReadonlyMap<MessageId, Held>> {
  const intervalMs = 1_000 / (rate * (1 - reservedShare));
  const [row] = await tx.execute<{ next_free_at: string }>(sql`
    update providers set next_free_at = greatest(next_free_at, ${timestamp(now)}) + ${group.length * intervalMs} * interval '1 millisecond'
    where workspace_id = ${trip.workspaceId} and id = ${id}
    returning ${epochMs(sql`next_free_at`)} as next_free_at`);
  const first = Number(row?.next_free_at ?? now) - group.length * intervalMs;
  return new Map(
    group.flatMap(({ message }, index): [MessageId, Held][] => {
      // The first `burst` messages after a pause leave together; from then on the rate holds.
      const slot = Math.floor(first + (index - burst + 1) * intervalMs);
      return slot > now
        ? [
            [
              message.id,
              {
                kind: 'deferred',
                gate: 'budget',
                why: `${name} takes ${rate} messages a second`,
                until: slot,
                slot: true,
              },
            ],
          ]
        : [];
    }),
  );
}
