import { brandId, type ProfileId, type RunView, type World } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { conditionsOf, expanded } from '../../segments/expand.ts';
import { judgeIn } from '../../segments/judge-in.ts';
import { predicate } from '../../segments/predicate/predicate.ts';
import type { FactContext, RequestOf } from './context.ts';
import { presentPeople } from './present-person.ts';

interface Member {
  readonly [column: string]: unknown;
  readonly id: ProfileId;
  /** Null where only the engine can say. */
  readonly fits: boolean | null;
}

/**
 * Whether the people of these runs are in the segment at this moment, by what finds its members: the database's word, and the engine's in
 * `world` where the database has none.
 */
export async function segmentFact(
  { db, workspaceId, now }: FactContext,
  { segment }: RequestOf<'segment'>,
  runs: readonly RunView[],
  world: World,
): Promise<readonly boolean[]> {
  const condition = expanded({ kind: 'segment', segment }, await conditionsOf(db, workspaceId));
  const asked = runs.map(({ profileId }) => brandId<ProfileId>(profileId));
  const present = await presentPeople(db, workspaceId, asked);
  const people = [...new Set(asked.map(present))];
  const found = await db.execute<Member>(sql`
    select p.id, ${predicate(condition, { workspaceId, now })} as fits from profiles p
    where p.workspace_id = ${workspaceId} and p.id = any(${sql.param(people)}::uuid[])`);
  const unsure = found.flatMap(({ id, fits }) => (fits === null ? [id] : []));
  const members = new Set([
    ...found.flatMap(({ id, fits }) => (fits ? [id] : [])),
    ...(await judgeIn(world, condition, unsure)),
  ]);
  return asked.map((id) => members.has(present(id)));
}
