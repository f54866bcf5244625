import type { ProfileId } from '@wend/engine';
import type { Transaction } from '../../database/index.ts';
import type { Run } from '../../tables/index.ts';
import { presentPeople } from '../facts/present-person.ts';
import type { Trip } from '../trip.ts';
import { lockGates } from './lock-gates.ts';

/** Whom the person of each run is now; those who became another or were erased while they were waited for are not among them. */
export type HeldPeople = ReadonlyMap<ProfileId, ProfileId>;

/**
 * Locks the gate rows of the people of a chunk, in their order: those of who they are now, so that runs of both halves of a joined
 * person meet at one row. A join locks the row of whoever it makes another, so that it passes no message that is at the gates; who
 * was joined while we waited is looked at again later.
 */
export async function holdPeople(
  tx: Transaction,
  { workspaceId }: Trip,
  chunk: readonly { readonly run: Pick<Run, 'profileId'> }[],
): Promise<HeldPeople> {
  const asked = [...new Set(chunk.map(({ run }) => run.profileId))];
  const before = await presentPeople(tx, workspaceId, asked);
  const held = await lockGates(tx, workspaceId, [...new Set(asked.map(before))]);
  // In a statement of its own: one that waits and reads would read what was there before it waited.
  const after = await presentPeople(tx, workspaceId, asked);
  return new Map(
    asked.filter((one) => held.has(after(one)) && before(one) === after(one)).map((one) => [one, after(one)]),
  );
}
