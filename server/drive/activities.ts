import { Context } from '@temporalio/activity';
import type { WorkspaceId } from '@wend/engine';
import type { ClockActivities, ConvoyInput, ConvoyRest, DriveActivities, PerformActivities } from '@wend/workflows';
import { impersonal } from '../database/index.ts';
import { tick } from '../trips/tick.ts';
import { createDriver, type DriveParts } from './create-drive.ts';
import type { PerformServices, Performs } from './define-perform.ts';
import { perform } from './perform.ts';
import type { PerformDeps } from './perform-deps.ts';
import { type TurnSettings, Turns } from './turns.ts';

/** What the run loop needs from its process, beside database, clock and trips. */
export type RunLoopParts = Omit<DriveParts, 'db' | 'clock' | 'trips'> & {
  readonly performs: Performs;
  readonly services: (workspaceId: WorkspaceId) => PerformServices;
  readonly callBackAt: PerformDeps['callBackAt'];
  /** How many days events and ended runs are kept; for ever where absent. */
  readonly keepDays?: number | undefined;
};
type ActivityParts = RunLoopParts &
  Pick<DriveParts, 'db' | 'clock' | 'trips'> & {
    /** Raised when the process is asked to stop. */
    readonly stopping: AbortSignal;
    /** How many drives of one workspace this lane takes. */
    readonly turns: TurnSettings;
  };

export type RunLoopActivities = DriveActivities &
  ClockActivities &
  PerformActivities & {
    /** The same drive for whom this process has taken itself, without Temporal. */
    readonly driveHere: (input: ConvoyInput) => Promise<ConvoyRest>;
    readonly drained: () => Promise<void>;
  };

/** Well below every heartbeat time-out. */
const QUIET_MS = 2_000;

/** The activities of one lane. Each obeys its cancellation and the process's wish to stop, and heartbeats on progress only. */
export function activitiesOf({ stopping, turns: settings, ...parts }: ActivityParts): RunLoopActivities {
  const driver = createDriver(parts);
  const { db, clock, trips, performs, services, callBackAt, keepDays } = parts;
  const turns = new Turns(settings, () => clock.monotonicMs());
  const signal = (): AbortSignal => AbortSignal.any([Context.current().cancellationSignal, stopping]);
  /** A short activity is over before anybody asks whether it lives: its heartbeat would only be work for Temporal. */
  const progress = (): (() => void) => {
    const quietUntilMs = clock.monotonicMs() + QUIET_MS;
    return () => {
      if (clock.monotonicMs() > quietUntilMs) Context.current().heartbeat();
    };
  };
  const sweep = { ...driver, db, clock, trips, keepDays };
  return {
    drive: (input) => told(turns.take(input.workspaceId, () => driver.drive(input, signal(), progress()))),
    driveHere: (input) => turns.take(input.workspaceId, () => driver.drive(input, stopping)),
    tick: (input) => told(tick(sweep, input, progress())),
    perform: (input) => told(perform({ db, clock, performs, services, callBackAt }, input, signal(), progress())),
    drained: driver.drained,
  };
}

/** Temporal keeps what an activity throws and its worker logs it, so that nothing of a person may be in it. */
function told<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw impersonal(error);
  });
}
