import type { Instant, ProfileId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock/index.ts';
import { epochMs, type Reading } from '../database/index.ts';
import { profilePartition } from '../intake/partition.ts';

/** How far the matcher of a workspace has come, by partition. Parked events are visible and hold nobody. */
export class Watermarks {
  /** When the oldest event that waits was received; undefined when none does. */
  readonly oldest: Instant | undefined;
  /** Some event of a person who was known when it was said, as by a step of their run, is still to be learned. */
  readonly isTold: boolean;
  /** Whom these are about is still to be learned: it may be anybody. */
  readonly #ofAnybody: Instant | undefined;
  readonly #byPartition: ReadonlyMap<number, Instant>;

  constructor(ofAnybody: Instant | undefined, byPartition: ReadonlyMap<number, Instant>, isTold: boolean) {
    this.isTold = isTold;
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

export interface Present {
  readonly now: Instant;
  readonly watermarks: Watermarks;
}
interface PresentRow {
  readonly [column: string]: unknown;
  readonly now: string;
  readonly partition: number | null;
  readonly oldest: string | null;
  readonly is_told: boolean | null;
}

/** What time it is and how far the matcher has come. The clock is read first: whatever was committed by then, the look at the queue sees. */
export async function readPresent(db: Reading, clock: Clock, workspaceId: WorkspaceId): Promise<Present> {
  const rows = await db.execute<PresentRow>(sql`
    select ${epochMs(clock.snapshotSql)} as now, waiting.partition, ${epochMs(sql`waiting.oldest`)} as oldest, waiting.is_told
    from (select) present left join (
      select case when profile_id is not null then partition end as partition, min(received_at) as oldest,
        bool_or(stage = 'learn' and profile_id is not null) as is_told from event_queue
      where workspace_id = ${workspaceId} and parked_at is null group by 1) waiting on true`);
  const waiting = rows.flatMap(({ partition, oldest }) =>
    oldest === null ? [] : [{ partition, oldest: Number(oldest) }],
  );
  const known = waiting.flatMap(({ partition, oldest }) => (partition === null ? [] : [[partition, oldest] as const]));
  const unlearned = waiting.find(({ partition }) => partition === null);
  const isTold = rows.some(({ is_told }) => is_told === true);
  return { now: Number(rows[0]?.now), watermarks: new Watermarks(unlearned?.oldest, new Map(known), isTold) };
}
