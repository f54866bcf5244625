import type { DriveDeps } from '../deps.ts';
import type { Trip } from '../trip.ts';
import type { Line } from './lines.ts';
import { providersFor } from './provider.ts';

/** The line to this channel's provider; undefined where there is none, as the gates will say. */
export async function lineOf(deps: DriveDeps, { workspaceId }: Trip, channel: string): Promise<Line | undefined> {
  const provider = (await providersFor(deps.db, workspaceId, [channel])).get(channel);
  return provider && deps.lines.to(provider.id);
}
