import type { EventId, Instant, JsonObject, ProfileId, RunId, SourceId, WorkspaceId } from '@wend/engine';
import type { Clock } from '../clock/index.ts';
import type { Database } from '../database/index.ts';
import type { Judge } from '../drive/deps.ts';
import type { EventType, QueueStage, SourceKind } from '../tables/index.ts';
import type { Traces } from '../traces/index.ts';
import type { Trips } from '../trips/contract.ts';
import type { MatcherMemory } from './memory.ts';

/** Where a test may step between two statements. In life nobody is there. */
export type MatcherPoint =
  | `${QueueStage}:held`
  | `${QueueStage}:read`
  | `${QueueStage}:locked`
  | `${QueueStage}:written`
  | `${QueueStage}:committed`;

export interface MatcherDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly trips: Trips;
  readonly judge: Pick<Judge, 'events'>;
  /** What this process remembers between batches. */
  readonly memory: MatcherMemory;
  /** Of the queue, those this matcher works on; all of them where it does not say. */
  readonly partitions?: readonly number[] | undefined;
  readonly traces?: Traces | undefined;
  readonly onFailure?: ((failure: EventFailure) => void) | undefined;
  readonly at?: ((point: MatcherPoint) => Promise<void>) | undefined;
}

/** An event could not be learned or matched. */
export interface EventFailure {
  readonly workspaceId: WorkspaceId;
  readonly eventId: EventId;
  readonly error: unknown;
  /** Not to be tried again until somebody asks for it. */
  readonly isParked: boolean;
}

/** An event with its place in the queue. */
export interface Queued {
  readonly seq: number;
  readonly workspaceId: WorkspaceId;
  readonly eventId: EventId;
  /** Known where a run sent the event, and always once it is learned. */
  readonly profileId: ProfileId | undefined;
  readonly attempts: number;
  readonly sourceId: SourceId | undefined;
  readonly sourceKind: SourceKind | undefined;
  /** What its source may not set of a person of the books, beside what no browser may. */
  readonly protectedAttributes: readonly string[];
  readonly type: EventType;
  readonly name: string;
  readonly userId: string | undefined;
  readonly anonymousId: string | undefined;
  readonly previousId: string | undefined;
  readonly properties: JsonObject;
  readonly traits: JsonObject;
  readonly context: JsonObject;
  readonly at: Instant;
  readonly receivedAt: Instant;
  readonly historical: boolean;
  readonly emittedBy: RunId | undefined;
  readonly traceParent: string | undefined;
}
