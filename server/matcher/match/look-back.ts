import { type EventId, grouped, type WorkspaceId } from '@wend/engine';
import type { Transaction } from '../../database/index.ts';
import { askReach, journeysStarting, reach } from './decide.ts';
import type { Decided } from './decided.ts';
import type { Happened } from './happened.ts';
import { pastEvents } from './past-events.ts';
import type { Scene, SeenPerson, SeenRun } from './scene.ts';
import type { Verdicts } from './verdicts.ts';

export interface Present {
  readonly person: SeenPerson;
  readonly event: Happened;
}
/** By person, earliest first. */
export type Past = ReadonlyMap<SeenPerson, readonly Present[]>;

/** Goals and exits that happened after what may become an entry but may have come before it. */
export async function readPast(
  tx: Transaction,
  workspaceId: WorkspaceId,
  { people, journeys }: Scene,
  present: readonly Present[],
): Promise<Past> {
  const questions = present.flatMap(({ person, event }) => {
    const endings = journeysStarting(person, journeys, event).flatMap(({ document: { exits, goals } }) => [
      ...exits,
      ...goals,
    ]);
    return [...new Set(endings.map((ending) => ending.event))].map((name) => ({
      profileId: person.id,
      name,
      since: event.at,
      until: undefined,
    }));
  });
  const past = (await pastEvents(tx, workspaceId, questions)).flatMap(({ profileId, event }) => {
    const person = people.get(profileId);
    return person ? [{ person, event }] : [];
  });
  return grouped(past, ({ person }) => person);
}

export function askPast(verdicts: Verdicts, { journeys }: Scene, past: Past): void {
  const documents = journeys.map(({ document }) => document);
  for (const events of past.values())
    for (const { person, event } of events) askReach(verdicts, person, documents, event);
}

/**
 * Lets a run that has just started meet what came before it. Networks reorder: who bought a second after they put something in the cart has
 * bought, whichever of the two arrived first. What is still ahead in the batch has its own turn.
 */
export function lookBack(
  decided: Decided,
  verdicts: Verdicts,
  person: SeenPerson,
  run: SeenRun,
  past: Past,
  ahead: ReadonlySet<EventId>,
): void {
  for (const { event } of past.get(person) ?? [])
    if (!ahead.has(event.id)) reach(decided, verdicts, { ...person, runs: [run] }, event);
}
