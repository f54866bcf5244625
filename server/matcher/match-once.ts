import { workBatch } from './batch.ts';
import type { MatcherDeps } from './contract.ts';
import { match } from './match/match.ts';

/** Lets the next learned events move people: exits and goals, then waits, then entries. Answers how many were dealt with. */
export async function matchOnce(deps: MatcherDeps): Promise<number> {
  let moved = false;
  const matched = await workBatch(deps, 'match', async (tx, workspaceId, events) => {
    moved = (await match(deps, tx, workspaceId, events)) || moved;
  });
  await deps.at?.('match:committed');
  if (moved) deps.trips.look();
  return matched.length;
}
