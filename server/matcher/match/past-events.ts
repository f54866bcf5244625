import type { EventId, Instant, JsonObject, ProfileId, RunId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { epochMs, records, type Transaction } from '../../database/index.ts';
import type { Happened } from './happened.ts';

export interface PastQuestion {
  readonly profileId: ProfileId;
  readonly name: string;
  /** `since < at ≤ until`. */
  readonly since: Instant;
  readonly until?: Instant | undefined;
}
export interface PastEvent {
  readonly profileId: ProfileId;
  readonly event: Happened;
}

interface EventRow {
  readonly [column: string]: unknown;
  readonly profile_id: ProfileId;
  readonly id: EventId;
  readonly name: string;
  readonly properties: JsonObject;
  readonly at: string;
  readonly emitted_by: RunId | null;
}

/** Events that are learned already, by person, name and time; those that are history apart. Earliest first. */
export async function pastEvents(
  tx: Transaction,
  workspaceId: WorkspaceId,
  asked: readonly PastQuestion[],
): Promise<readonly PastEvent[]> {
  if (asked.length === 0) return [];
  const rows = await tx.execute<EventRow>(sql`
    select distinct e.profile_id, e.id, e.name, e.properties, ${epochMs(sql`e.at`)} as at, e.emitted_by, e.at as moment
    from ${records('given', asked, { profileId: 'uuid', name: 'text', since: 'instant', until: 'instant' })}
    join events e on e.workspace_id = ${workspaceId} and e.profile_id = given.profile_id and e.name = given.name and e.at > given.since
      and (given.until is null or e.at <= given.until) and not e.historical
    order by moment, e.id`);
  return rows.map(({ profile_id, id, name, properties, at, emitted_by }) => ({
    profileId: profile_id,
    event: { id, name, properties, at: Number(at), emittedBy: emitted_by ?? undefined },
  }));
}
