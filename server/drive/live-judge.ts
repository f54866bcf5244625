import {
  evaluate,
  type FactRequest,
  Facts,
  type FactValue,
  factKey,
  factsOf,
  journeyDocument,
  type RunView,
  testProperty,
  type WorkspaceId,
} from '@wend/engine';
import type { Database, Transaction } from '../database/index.ts';
import type { EventJudged, Judge } from './deps.ts';
import { LiveWorld } from './facts/live-world.ts';
import { grouped } from './grouped.ts';

/** No journey stands behind an event that is judged: people are in their own zone. */
const noJourney = journeyDocument.parse({ format: 1, name: '-', entry: { kind: 'api' }, steps: {}, edges: [] });

/** The engine's conditions over Postgres, facts read in bulk; windows reach back from the event's own time. */
export const liveJudge: Judge = {
  property: (test, event, now) => testProperty(event, test, { now, timeZone: 'UTC' }),
  async events(db, workspaceId, asked) {
    const verdicts = new Map<EventJudged, boolean>();
    for (const [at, group] of grouped(asked, ({ event }) => event.at)) {
      const facts = await factsFor(db, workspaceId, group, at);
      group.forEach((one, index) => {
        const known = new Facts(facts[index] ?? new Map());
        verdicts.set(one, evaluate(one.condition, { facts: known, event: one.event, now: at }).holds);
      });
    }
    return asked.map((one) => verdicts.get(one) === true);
  },
};

async function factsFor(
  db: Database | Transaction,
  workspaceId: WorkspaceId,
  group: readonly EventJudged[],
  now: number,
): Promise<readonly Map<string, FactValue>[]> {
  const world = new LiveWorld({ db, judge: liveJudge, workspaceId, document: noJourney, now }, () => false);
  const questions = group.flatMap((one, index) =>
    factsOf(one.condition).map((request) => ({ index, request, run: viewOf(one, index) })),
  );
  const answers = questions.length === 0 ? [] : await world.facts(questions);
  const facts = group.map(() => new Map<string, FactValue>());
  questions.forEach(({ index, request }: { index: number; request: FactRequest }, place) => {
    facts[index]?.set(factKey(request), answers[place]);
  });
  return facts;
}

/** Facts are asked for runs; each judged event stands for one that has just begun. */
function viewOf({ profileId, event }: EventJudged, index: number): RunView {
  const id = `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
  const none = '00000000-0000-4000-8000-000000000000';
  return {
    id,
    journeyId: none,
    profileId,
    entryKey: '',
    enteredAt: event.at,
    entry: event,
    step: '',
    visit: 1,
    arrivedAt: event.at,
    variables: {},
  };
}
