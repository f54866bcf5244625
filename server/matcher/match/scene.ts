import type {
  Condition,
  EventId,
  EventPattern,
  Instant,
  JourneyDocument,
  JourneyId,
  JourneyVersionId,
  ProfileId,
  RunId,
  WaitId,
} from '@wend/engine';
import type { LiveJourney } from './live-journeys.ts';

/** A run as the matcher sees it. */
export interface SeenRun {
  /** The person of the run's row; may have become another since. */
  readonly profileId: ProfileId;
  readonly id: RunId;
  readonly journeyId: JourneyId;
  readonly versionId: JourneyVersionId;
  readonly document: JourneyDocument | undefined;
  readonly entryKey: string;
  readonly entryEventId: EventId | undefined;
  readonly enteredAt: Instant;
  /** Not ended, and not told to. */
  isLive: boolean;
}

export interface SeenWait {
  readonly profileId: ProfileId;
  readonly id: WaitId;
  readonly runId: RunId;
  readonly until: Instant;
  readonly patterns: readonly EventPattern[];
  readonly condition: Condition | undefined;
}

/** All that an event of a person can move, under their lock. */
export interface SeenPerson {
  readonly id: ProfileId;
  /** Theirs, else the workspace's. */
  readonly timeZone: string;
  readonly runs: SeenRun[];
  readonly waits: SeenWait[];
  /** When they last entered, by journey and key. */
  readonly lastEntered: Map<string, Instant>;
  /** Journeys whose holdout was decided for them before. */
  readonly arms: Map<JourneyId, string>;
  /** Events of this batch that made one person of two: the open waits of both are looked at again. */
  readonly mergedBy: Set<EventId>;
}

export interface Scene {
  readonly people: ReadonlyMap<ProfileId, SeenPerson>;
  readonly journeys: readonly LiveJourney[];
}

export function entryKeyOf(journeyId: JourneyId, entryKey: string): string {
  return `${journeyId} ${entryKey}`;
}
