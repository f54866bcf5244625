import { workBatch } from './batch.ts';
import type { MatcherDeps } from './contract.ts';
import { learn } from './learn/learn.ts';
import { noteNames } from './learn/note-names.ts';

/** Learns who the next events are about and commits it; matching begins after that. Answers how many were dealt with. */
export async function learnOnce(deps: MatcherDeps): Promise<number> {
  let exits = false;
  const learned = await workBatch(deps, 'learn', async (tx, workspaceId, events) => {
    exits = (await learn(deps, tx, workspaceId, events)) || exits;
  });
  deps.memory.floors.match.reopen(learned.map(({ seq }) => seq));
  await deps.at?.('learn:committed');
  if (exits) deps.trips.look();
  await noteNames(deps, learned);
  return learned.length;
}
