import type { WorkspaceId } from '@wend/engine';
import { type Transaction, together } from '../../database/index.ts';
import type { MatcherDeps, Queued } from '../contract.ts';
import { askEntries, askReach, askWaits, enter, reach, wake } from './decide.ts';
import { Decided } from './decided.ts';
import { happened } from './happened.ts';
import { lookAt } from './look.ts';
import { lookAgain } from './look-again.ts';
import { askPast, lookBack, readPast } from './look-back.ts';
import type { Scene, SeenPerson } from './scene.ts';
import { Verdicts } from './verdicts.ts';
import { leaveQueue, writeDecided } from './write.ts';

/**
 * What these events move: goals and exits, then waits, then entries, in the order in which they came, of people who are locked. Decided in
 * memory over what was read in bulk, then written. Answers whether anything moved.
 */
export async function match(
  deps: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  events: readonly Queued[],
): Promise<boolean> {
  const scene = await lookAt(deps, tx, workspaceId, events);
  const present = events.flatMap((queued) => {
    const person = queued.profileId === undefined ? undefined : scene.people.get(queued.profileId);
    return person && !queued.historical ? [{ person, event: happened(queued) }] : [];
  });
  const past = await readPast(tx, workspaceId, scene, present);
  const verdicts = new Verdicts();
  askPast(verdicts, scene, past);
  for (const { person, event } of present) {
    askReach(verdicts, person, documentsAround(person, scene), event);
    askWaits(verdicts, person, event);
    askEntries(verdicts, person, scene.journeys, event);
  }
  await verdicts.judge(deps, tx, workspaceId);
  const decided = new Decided();
  const ahead = new Set(present.map(({ event }) => event.id));
  for (const { person, event } of present) {
    ahead.delete(event.id);
    reach(decided, verdicts, person, event);
    wake(decided, verdicts, person, event);
    for (const run of enter(decided, verdicts, person, scene.journeys, event))
      lookBack(decided, verdicts, person, run, past, ahead);
  }
  await lookAgain(deps, tx, workspaceId, scene, decided, verdicts);
  const [moved] = await together(writeDecided(deps, tx, workspaceId, decided), leaveQueue(tx, events));
  return moved;
}

/** Versions whose goals and exits may count for a person: of the runs they have, and of those that this batch may start. */
function documentsAround({ runs }: SeenPerson, { journeys }: Scene) {
  return new Set([...runs.flatMap(({ document }) => document ?? []), ...journeys.map(({ document }) => document)]);
}
