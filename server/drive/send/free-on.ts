import type { DriveDeps } from '../deps.ts';
import type { Trip } from '../trip.ts';
import { providersFor } from './provider.ts';

/** How many calls may start now on this channel's line; all, where there is no line and the gates will say so. */
export async function freeOn(deps: DriveDeps, { workspaceId }: Trip, channel: string): Promise<number> {
  const provider = (await providersFor(deps.db, workspaceId, [channel])).get(channel);
  return provider ? deps.lines.to(provider.id).free : Number.POSITIVE_INFINITY;
}
