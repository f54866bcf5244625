import type { Condition, ProfileId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import type { Reading } from '../database/index.ts';
import { judgePeople } from './judge-people.ts';
import type { Asked } from './predicate/asked.ts';
import { predicate } from './predicate/predicate.ts';

/** A part of the people of a workspace, in the order of their ids. */
export interface Part {
  readonly after?: ProfileId | undefined;
  readonly upTo?: ProfileId | undefined;
  readonly limit: number;
}
export interface Members {
  readonly ids: readonly ProfileId[];
  /** The last person looked at; absent where nobody is left. */
  readonly last: ProfileId | undefined;
}
interface Candidate {
  readonly [column: string]: unknown;
  readonly id: ProfileId;
  readonly fits: boolean | null;
}

/** Who is in a segment at this moment: at most `limit` are looked at whom the database does not rule out. `condition` is expanded. */
export async function membersIn(db: Reading, condition: Condition, asked: Asked, part: Part): Promise<Members> {
  const found = await db.execute<Candidate>(sql`
    select id, fits from (${candidates(condition, asked, part)}) found where fits is not false order by id limit ${part.limit}`);
  const unsure = found.flatMap(({ id, fits }) => (fits === null ? [id] : []));
  const also = await judgePeople(db, condition, asked, unsure);
  return {
    ids: found.flatMap(({ id, fits }) => (fits || also.has(id) ? [id] : [])),
    last: found.length < part.limit ? undefined : found.at(-1)?.id,
  };
}

const JUDGED_AT_ONCE = 1_000;

/** How many are in it. */
export async function countMembers(db: Reading, condition: Condition, asked: Asked): Promise<number> {
  const [row] = await db.execute<{ sure: number; unsure: number }>(sql`
    select count(*) filter (where fits)::int as sure, count(*) filter (where fits is null)::int as unsure from (${candidates(condition, asked, {})}) found`);
  return (row?.sure ?? 0) + (row?.unsure ? await countUnsure(db, condition, asked) : 0);
}

async function countUnsure(db: Reading, condition: Condition, asked: Asked): Promise<number> {
  let count = 0;
  for (let after: ProfileId | undefined; ; ) {
    const rows = await db.execute<{ id: ProfileId }>(sql`
      select id from (${candidates(condition, asked, { after })}) found where fits is null order by id limit ${JUDGED_AT_ONCE}`);
    const ids = rows.map(({ id }) => id);
    count += (await judgePeople(db, condition, asked, ids)).size;
    if (ids.length < JUDGED_AT_ONCE) return count;
    after = ids.at(-1);
  }
}

/** Everybody with what the database says of them; `offset 0` keeps it from asking twice. */
function candidates(condition: Condition, asked: Asked, { after, upTo }: Omit<Part, 'limit'>): SQL {
  return sql`select p.id, ${predicate(condition, asked)} as fits from profiles p
    where p.workspace_id = ${asked.workspaceId} and p.merged_into is null
      ${after === undefined ? sql`` : sql`and p.id > ${after}`} ${upTo === undefined ? sql`` : sql`and p.id <= ${upTo}`}
    order by p.id offset 0`;
}
