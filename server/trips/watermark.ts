import type { Instant, ProfileId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { type Database, epochMs, type Transaction } from '../database/index.ts';
import { profilePartition } from '../intake/partition.ts';

/** How far the matcher of a workspace has come, by partition. Parked events are visible and hold nobody. */
export class Watermarks {
  /** When the oldest event that waits was received; undefined when none does. */
  readonly oldest: Instant | undefined;
  /** Whom these are about is still to be learned: it may be anybody. */
  readonly #ofAnybody: Instant | undefined;
  readonly #byPartition: ReadonlyMap<number, Instant>;

  constructor(ofAnybody: Instant | undefined, byPartition: ReadonlyMap<number, Instant>) {
    this.#ofAnybody = ofAnybody;
    this.#byPartition = byPartition;
    this.oldest = earliest([ofAnybody, ...byPartition.values()]);
  }

  /** Everything received before this instant is matched for a person, by who they are now; undefined when nothing waits. */
  of(person: ProfileId): Instant | undefined {
    return earliest([this.#ofAnybody, this.#byPartition.get(profilePartition(person))]);
  }
}

function earliest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((at) => at !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

export async function readWatermarks(db: Database | Transaction, workspaceId: WorkspaceId): Promise<Watermarks> {
  const rows = await db.execute<{ partition: number | null; oldest: string }>(sql`
    select case when profile_id is not null then partition end as partition, ${epochMs(sql`min(received_at)`)} as oldest from event_queue
    where workspace_id = ${workspaceId} and parked_at is null group by 1`);
  const known = rows.flatMap(({ partition, oldest }) =>
    partition === null ? [] : [[partition, Number(oldest)] as const],
  );
  const unlearned = rows.find(({ partition }) => partition === null);
  return new Watermarks(unlearned && Number(unlearned.oldest), new Map(known));
}
