import { bucketOf, type ProfileId } from '@wend/engine';

/** How many matchers can work beside each other. A change needs an empty queue. */
export const PARTITIONS = 16;

/** Where an event is learned: by the id of the outside world, so that one person's first events meet. */
export function identityPartition({
  userId,
  anonymousId,
}: {
  readonly userId?: string | undefined;
  readonly anonymousId?: string | undefined;
}): number {
  return partitionOf(userId === undefined ? `anonymous:${anonymousId ?? ''}` : `user:${userId}`);
}

/** Where an event is matched: by the person. */
export function profilePartition(profileId: ProfileId): number {
  return partitionOf(profileId);
}

function partitionOf(value: string): number {
  return Math.floor(bucketOf('partition', value) * PARTITIONS);
}
