import type {
  Channel,
  Condition,
  ConvoyId,
  Instant,
  JourneyDocument,
  PersonEvent,
  Plan,
  ProfileId,
  PropertyTest,
  WorkspaceId,
} from '@wend/engine';
import type { ProviderAccount, ProviderAdapters } from '../channels/contract.ts';
import type { Clock } from '../clock/index.ts';
import type { Database, Reading } from '../database/index.ts';
import type { RenderMessages } from '../messages/contract.ts';
import type { Traces } from '../traces/index.ts';
import type { Trips } from '../trips/contract.ts';
import type { LateWakes } from './send/late-wakes.ts';
import type { Lines } from './send/lines.ts';
import type { ProviderRow } from './send/provider.ts';
import type { OutcomeRecorder } from './send/recorder.ts';

export interface DriveSettings {
  /** How long a claim holds without being renewed. Longer than a slice and the slowest provider together. */
  readonly leaseMs: number;
  /** Runs that rest longer leave their convoy. */
  readonly convoyRestMs: number;
  /** So do those that wait longer, and have nothing under way that will ask for them. */
  readonly convoyWaitMs: number;
  /** After this much work a drive gives its slot back: the shorter, the more of it is looking for where it was. */
  readonly sliceMs: number;
  /** So long a drive waits for answers and for free slots of a provider: what is slow is followed by others. */
  readonly patienceMs: number;
  /** Runs claimed and walked at a time. */
  readonly batch: number;
  /** Runs about to send that stay claimed: whoever is let go is claimed again with a write for each. */
  readonly hold: number;
  /** Messages about to be in flight: what a kill -9 may leave unknown. */
  readonly chunk: number;
  /** Messages held over night leave within this long after the window opens. */
  readonly openingSpreadMs: number;
}

export const driveSettings: DriveSettings = {
  leaseMs: 30_000,
  convoyRestMs: 5 * 60_000,
  convoyWaitMs: 5 * 60_000,
  sliceMs: 500,
  patienceMs: 500,
  batch: 500,
  hold: 250,
  chunk: 50,
  openingSpreadMs: 10 * 60_000,
};

/** Judges what only the engine's condition language can. */
export interface Judge {
  /** Whether each event fulfils its condition, in the order asked; anything else a condition reads is read from Postgres, in a constant number of statements. */
  events(db: Reading, workspaceId: WorkspaceId, asked: readonly EventJudged[]): Promise<readonly boolean[]>;
  property(test: PropertyTest, event: PersonEvent, now: Instant): boolean;
}
/** One question of the condition language: does this event of this person fulfil it? */
export interface EventJudged {
  readonly profileId: ProfileId;
  readonly condition: Condition;
  readonly event: PersonEvent;
}

/** Where a test may step between two statements. In life nobody is there. */
export type DrivePoint =
  | 'claimed'
  | 'before-commit'
  | 'committed'
  | 'looked'
  | 'before-gates'
  | 'gates-locked'
  | 'sending-committed'
  | 'before-rest'
  | 'left';

export interface DriveDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly trips: Trips;
  readonly settings: DriveSettings;
  readonly compile: (document: JourneyDocument) => Plan;
  readonly judge: Judge;
  readonly adapters: ProviderAdapters;
  /** Opens the secrets of a provider account. */
  readonly account: (provider: ProviderRow) => ProviderAccount;
  readonly callbackUrl: (provider: ProviderRow) => string;
  readonly render: RenderMessages;
  readonly addressHash: (workspaceId: WorkspaceId, channel: Channel, address: string) => string;
  /** Limiters and breakers, one per provider account and process. */
  readonly lines: Lines;
  readonly recorder: OutcomeRecorder;
  readonly lateWakes: LateWakes;
  /** Tells the matcher that steps have said something. */
  readonly hint?: (() => void) | undefined;
  readonly traces?: Traces | undefined;
  readonly onFailure?: ((failure: RunFailure) => void) | undefined;
  readonly counts?: DriveCounts | undefined;
  readonly at?: (point: DrivePoint) => Promise<void>;
}

/** Told of what is counted, once it is committed. */
export interface DriveCounts {
  /** Runs that went on, by what they came to. */
  readonly moved: (to: string, runs: number) => void;
  /** Messages that did not leave, by what held them and how. */
  readonly held: (gate: string, how: string, messages: number) => void;
}

/** A run could not be moved. Why stands in its row alone: the words may be those of a step, about its person. */
export interface RunFailure {
  readonly workspaceId: WorkspaceId;
  readonly convoyId: ConvoyId;
  readonly runId: string;
  /** Not to be tried again until somebody asks for it. */
  readonly isParked: boolean;
}
