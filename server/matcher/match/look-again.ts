import type { WorkspaceId } from '@wend/engine';
import type { Transaction } from '../../database/index.ts';
import type { MatcherDeps } from '../contract.ts';
import { askReach, askWaits, reach, wake } from './decide.ts';
import type { Decided } from './decided.ts';
import { pastEvents } from './past-events.ts';
import type { Scene, SeenPerson } from './scene.ts';
import type { Verdicts } from './verdicts.ts';

/**
 * After two people turned out to be one: the waits, goals and exits of both, over the events of both. What one of them did may be what the
 * other's journey waited for.
 */
export async function lookAgain(
  deps: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  { people }: Scene,
  decided: Decided,
  verdicts: Verdicts,
): Promise<void> {
  const merged = [...new Set(people.values())].filter(({ mergedBy }) => mergedBy.size > 0);
  if (merged.length === 0) return;
  const past = await pastEvents(tx, workspaceId, merged.flatMap(questionsOf));
  const seen = past.flatMap(({ profileId, event }) => {
    const person = people.get(profileId);
    return person ? [{ person, event }] : [];
  });
  for (const { person, event } of seen) {
    askWaits(verdicts, person, event);
    askReach(
      verdicts,
      person,
      person.runs.flatMap(({ document }) => document ?? []),
      event,
    );
  }
  await verdicts.judge(deps, tx, workspaceId);
  for (const { person, event } of seen) {
    reach(decided, verdicts, person, event);
    wake(decided, verdicts, person, event);
  }
}

function questionsOf({ id, waits, runs }: SeenPerson) {
  const awaited = waits.flatMap(({ patterns, until }) =>
    patterns.map(({ event, since }) => ({ profileId: id, name: event, since, until })),
  );
  const live = runs.filter(({ isLive }) => isLive);
  const ending = live.flatMap(({ document, enteredAt }) =>
    [...(document?.exits ?? []), ...(document?.goals ?? [])].map(({ event }) => ({
      profileId: id,
      name: event,
      since: enteredAt,
      until: undefined,
    })),
  );
  return [...awaited, ...ending];
}
