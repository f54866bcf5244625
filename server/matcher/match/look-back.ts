import type { WorkspaceId } from '@wend/engine';
import type { Transaction } from '../../database/index.ts';
import type { MatcherDeps } from '../contract.ts';
import { askReach, reach } from './decide.ts';
import type { Decided } from './decided.ts';
import { pastEvents } from './past-events.ts';
import type { Scene } from './scene.ts';
import type { Verdicts } from './verdicts.ts';

/**
 * Goals and exits that happened after an entry but came before it. Networks reorder: who bought a second after they put something in the
 * cart has bought, whichever of the two arrived first.
 */
export async function lookBack(
  deps: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  { people }: Scene,
  decided: Decided,
  verdicts: Verdicts,
): Promise<void> {
  const questions = decided.started.flatMap(({ run: { profileId, enteredAt, document } }) =>
    [...new Set([...(document?.exits ?? []), ...(document?.goals ?? [])].map(({ event }) => event))].map((name) => ({
      profileId,
      name,
      since: enteredAt,
      until: undefined,
    })),
  );
  const past = await pastEvents(tx, workspaceId, questions);
  const started = new Set(decided.started.map(({ run }) => run.id));
  const missed = past.flatMap(({ profileId, event }) => {
    const person = people.get(profileId);
    return person ? [{ event, person: { ...person, runs: person.runs.filter(({ id }) => started.has(id)) } }] : [];
  });
  for (const { person, event } of missed)
    askReach(
      verdicts,
      person,
      person.runs.flatMap(({ document }) => document ?? []),
      event,
    );
  await verdicts.judge(deps, tx, workspaceId);
  for (const { person, event } of missed) reach(decided, verdicts, person, event);
}
