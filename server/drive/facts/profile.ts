import type { JsonObject, ProfileFact } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { type Reading, records } from '../../database/index.ts';
import type { FactReader } from './context.ts';

interface ProfileRow {
  readonly [column: string]: unknown;
  readonly asked: string;
  readonly attributes: JsonObject;
  readonly time_zone: string;
  readonly language: string | null;
  readonly country: string | null;
}
interface Question {
  readonly workspaceId: string;
  readonly timeZone: string;
}

/** People by id; who was merged into another is that other. The journey's own zone beats the person's, which beats the workspace's. */
export async function readProfiles(
  db: Reading,
  { workspaceId, timeZone }: Question,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ProfileFact>> {
  const journeyZone: SQL = timeZone === 'profile' ? sql`null::text` : sql`${timeZone}::text`;
  const asked = [...new Set(ids)].map((profileId) => ({ profileId }));
  const rows = await db.execute<ProfileRow>(sql`
    select given.profile_id as asked, person.attributes, coalesce(${journeyZone}, person.time_zone, w.time_zone) as time_zone, person.language, person.country
    from ${records('given', asked, { profileId: 'uuid' })}
    join profiles p on p.workspace_id = ${workspaceId} and p.id = given.profile_id
    join profiles person on person.workspace_id = p.workspace_id and person.id = coalesce(p.merged_into, p.id)
    join workspaces w on w.id = p.workspace_id`);
  return new Map(rows.map((row) => [row.asked, profileOf(row)]));
}

export const profileFact: FactReader<'profile'> = async ({ db, workspaceId, document }, _, runs) => {
  const found = await readProfiles(
    db,
    { workspaceId, timeZone: document.timeZone },
    runs.map((run) => run.profileId),
  );
  return runs.map((run) => found.get(run.profileId) ?? { attributes: {}, timeZone: 'UTC' });
};

function profileOf({ attributes, time_zone, language, country }: ProfileRow): ProfileFact {
  return {
    attributes,
    timeZone: time_zone,
    ...(language === null ? {} : { language }),
    ...(country === null ? {} : { country }),
  };
}
