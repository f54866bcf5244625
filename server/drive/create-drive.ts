import type { WorkspaceId } from '@wend/engine';
import type { ConvoyInput, ConvoyRest } from '@wend/workflows';
import { expireCalls } from './call-back.ts';
import { type DriveDeps, type DriveSettings, driveSettings } from './deps.ts';
import { drive } from './drive.ts';
import { resolveOrphans } from './resolve-orphans.ts';
import { LateWakes } from './send/late-wakes.ts';
import { Lines } from './send/lines.ts';
import { OutcomeRecorder } from './send/recorder.ts';

/** What a process gives its drives; what is kept between them is made here. */
export type DriveParts = Omit<DriveDeps, 'lines' | 'recorder' | 'lateWakes' | 'settings'> & {
  /** Where a process has several drivers: one provider is one line to all of them. */
  readonly lines?: Lines | undefined;
  readonly settings?: Partial<DriveSettings> | undefined;
};

export interface Driver {
  readonly deps: DriveDeps;
  drive(input: ConvoyInput, signal?: AbortSignal, progress?: () => void): Promise<ConvoyRest>;
  expireCalls(workspaceId: WorkspaceId): Promise<void>;
  resolveOrphans(workspaceId: WorkspaceId): Promise<void>;
  /** All calls under way have ended and are recorded. */
  drained(): Promise<void>;
}

export function createDriver({ settings, lines, ...parts }: DriveParts): Driver {
  const deps: DriveDeps = {
    ...parts,
    settings: { ...driveSettings, ...settings },
    lines: lines ?? new Lines(parts.clock.monotonicMs),
    recorder: new OutcomeRecorder(parts.db, parts.clock),
    lateWakes: new LateWakes(parts.db, parts.clock, parts.trips),
  };
  return {
    deps,
    drive: (input, signal, progress) => drive(deps, input, signal, progress),
    expireCalls: (workspaceId) => expireCalls(deps.db, deps.clock, workspaceId),
    resolveOrphans: (workspaceId) => resolveOrphans(deps, workspaceId),
    drained: () => deps.recorder.drained(),
  };
}
