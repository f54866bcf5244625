import type { Condition, ProfileId } from '@wend/engine';
import type { Reading } from '../database/index.ts';
import { LiveWorld } from '../drive/facts/live-world.ts';
import { judge } from '../drive/judge.ts';
import { judgeIn } from './judge-in.ts';
import type { Asked } from './predicate/asked.ts';

/** Of these people, those for whom the condition holds by the engine's own word. */
export function judgePeople(
  db: Reading,
  condition: Condition,
  { workspaceId, now }: Asked,
  people: readonly ProfileId[],
): Promise<ReadonlySet<ProfileId>> {
  const world = new LiveWorld({ db, judge, workspaceId, document: { timeZone: 'profile' }, now }, new Set());
  return judgeIn(world, condition, people);
}
