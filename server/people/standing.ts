import { type SQL, sql } from 'drizzle-orm';

/**
 * Keys of the runs that stand on a step, of `runs r`: those at rest and those who travel, each by an index of its own. A step where few
 * stand is found among a million who wait elsewhere. `page` is put to each of both.
 */
export function standing(isOfJourney: SQL, step: string, page: SQL = sql``): SQL {
  return sql`(select r.profile_id, r.id from runs r where ${isOfJourney} and r.rests_on = ${step} ${page})
    union all (select r.profile_id, r.id from runs r where ${isOfJourney} and r.convoy_id is not null and r.ended_at is null and r.step = ${step} ${page})`;
}
