import { grouped, type Instant, type MessageId } from '@wend/engine';
import { and, eq } from 'drizzle-orm';
import { providers } from '../../../tables/index.ts';
import type { Candidate, Held } from '../candidate.ts';
import type { Gate, GateContext } from '../gate-context.ts';
import type { ProviderRow } from '../provider.ts';
import { SlotLine } from './slot-line.ts';

/**
 * Reserves a slot for each message, last in the transaction, so that a provider's row is held for a moment. Who has a slot already does
 * not ask again: a message is deferred for budget once. Of the rate a share is reserved for transactional messages; they take the
 * earlier slot of the two lines, marketing stands in its own alone, and both together never exceed the rate.
 */
export const budget: Gate = async (context, standing) => {
  const held = new Map<MessageId, Held>();
  const asking = standing.filter(({ message, provider }) => message.slotAt === null && provider !== undefined);
  for (const [, group] of [...grouped(asking, ({ provider }) => provider?.id ?? '')].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const provider = group[0]?.provider;
    if (provider) for (const [id, hold] of await reserve(context, provider, group)) held.set(id, hold);
  }
  return held;
};

async function reserve(
  context: GateContext,
  provider: ProviderRow,
  group: readonly Candidate[],
): Promise<ReadonlyMap<MessageId, Held>> {
  const { now } = context;
  const { usual, reserved } = await holdLines(context, provider);
  const held = new Map<MessageId, Held>();
  for (const { message } of transactionalFirst(group)) {
    const isReserved = message.purpose === 'transactional' && reserved !== undefined && reserved.next <= usual.next;
    const slot = (isReserved ? reserved : usual).take();
    if (slot > now) held.set(message.id, untilSlot(provider, slot));
  }
  await keepLines(context, provider, { usual, reserved });
  return held;
}

interface SlotLines {
  readonly usual: SlotLine;
  /** Absent where no share is reserved. */
  readonly reserved: SlotLine | undefined;
}

/** The provider's lines as they stand, until the transaction ends. */
async function holdLines(
  { tx, trip, now }: GateContext,
  { id, rate, reservedShare, burst }: ProviderRow,
): Promise<SlotLines> {
  const [row] = await tx
    .select({ usual: providers.nextFreeAt, reserved: providers.reservedFreeAt })
    .from(providers)
    .where(and(eq(providers.workspaceId, trip.workspaceId), eq(providers.id, id)))
    .for('update');
  const kept = reservedShare === 0 ? 0 : Math.max(1, Math.round(burst * reservedShare));
  return {
    usual: new SlotLine(row?.usual ?? now, { rate: rate * (1 - reservedShare), burst: Math.max(1, burst - kept), now }),
    reserved:
      kept === 0 ? undefined : new SlotLine(row?.reserved ?? now, { rate: rate * reservedShare, burst: kept, now }),
  };
}

async function keepLines(
  { tx, trip }: GateContext,
  { id }: ProviderRow,
  { usual, reserved }: SlotLines,
): Promise<void> {
  await tx
    .update(providers)
    .set({ nextFreeAt: usual.freeAt, ...(reserved ? { reservedFreeAt: reserved.freeAt } : {}) })
    .where(and(eq(providers.workspaceId, trip.workspaceId), eq(providers.id, id)));
}

function transactionalFirst(group: readonly Candidate[]): readonly Candidate[] {
  const isFirst = ({ message }: Candidate): boolean => message.purpose === 'transactional';
  return [...group.filter(isFirst), ...group.filter((one) => !isFirst(one))];
}

function untilSlot({ name, rate }: ProviderRow, until: Instant): Held {
  return { kind: 'deferred', gate: 'budget', why: `${name} takes ${rate} messages a second`, until, slot: true };
}
