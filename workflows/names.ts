import type { CallId, ConvoyId, EntranceId, WorkspaceId } from '@wend/engine';

/** Which runs, in which life of the system: a drive of an older epoch answers `done`. */
export interface ConvoyInput {
  readonly workspaceId: WorkspaceId;
  readonly convoyId: ConvoyId;
  readonly epoch: number;
  /** The lane its drives run in; a crowd never holds a lone run up. */
  readonly queue: ConvoyLane;
}
export type ConvoyLane = 'small' | 'crowd';
export interface ClockInput {
  readonly workspaceId: WorkspaceId;
  readonly epoch: number;
}
/** A crowd that enters a journey, in which life of the system. */
export interface EntranceInput {
  readonly workspaceId: WorkspaceId;
  readonly entranceId: EntranceId;
  readonly epoch: number;
}
/** What `enterPage` answers: the next page at once, come back in `ms` (≥ 1,000), or nobody is left to enter. */
export type EntranceRest =
  | { readonly kind: 'again' }
  | { readonly kind: 'rest'; readonly ms: number }
  | { readonly kind: 'done' };

/** Calls of one node type that wait to be performed. */
export interface PlannedCalls {
  readonly nodeType: string;
}

/** What `drive` answers: look again at once, come back in `ms` (measured by Postgres, ≥ 1,000), or nobody is left. */
export type ConvoyRest =
  | { readonly kind: 'again'; readonly calls: readonly PlannedCalls[] }
  | { readonly kind: 'rest'; readonly ms: number; readonly calls: readonly PlannedCalls[] }
  | { readonly kind: 'done'; readonly calls: readonly PlannedCalls[] };

/** What a convoy's workflow is started with: who travels, and what the drive answered that they have had elsewhere. */
export interface ConvoyStart extends ConvoyInput {
  readonly came?: ConvoyRest | undefined;
}

export interface DriveActivities {
  drive(input: ConvoyInput): Promise<ConvoyRest>;
}
export interface PerformActivities {
  /** Performs what is planned of this node type in this convoy, at most 100 calls at a time; answers when none is due any more. */
  perform(input: ConvoyInput & PlannedCalls): Promise<void>;
}
export interface ClockActivities {
  /** Forms due runs into convoys, sweeps, sends outbox leftovers; answers when to look again: ms ≥ 1,000, ≤ 3,600,000. */
  tick(input: ClockInput): Promise<{ readonly ms: number } | { readonly kind: 'superseded' }>;
}
export interface EntranceActivities {
  /** Lets the next page of people in, in one transaction with its cursor. */
  enterPage(input: EntranceInput): Promise<EntranceRest>;
}
export type { CallId };

/** What Temporal knows by name: whoever asks for a workflow needs none of its code. */
export const workflowTypes = { clock: 'clock', convoy: 'convoy', entrance: 'entrance' } as const;
export const signals = {
  /** To a clock: something is due earlier than it knew. To an entrance: its journey goes on. */
  lookNow: 'look-now',
  /** To a convoy: something happened to one of its runs. Carries nothing, so any number of them is one. */
  wake: 'wake',
} as const;

export const convoyWorkflowId = (convoyId: ConvoyId): string => `convoy-${convoyId}`;
/** One a life of the system, so that the clock of a new one does not wait for the old one to end. */
export const clockWorkflowId = ({ workspaceId, epoch }: ClockInput): string => `clock-${workspaceId}-${epoch}`;

export const entranceWorkflowId = ({ entranceId, epoch }: EntranceInput): string => `entrance-${entranceId}-${epoch}`;

/**
 * Task queues. Workflows and the small lane share one, so that a worker is handed the drive of a lone run in the answer to its asking for
 * it; crowds and calls have their own slots.
 */
export interface TaskQueues {
  readonly workflows: string;
  readonly crowd: string;
  readonly calls: string;
  /** Where the drives of lone runs once waited; what still does is taken from there. */
  readonly former: string;
}
/** The queues of the same installation, told from inside a workflow by the queue it runs on. */
export function queuesBeside(workflowQueue: string): TaskQueues {
  return taskQueues(workflowQueue.replace(/-workflows$/, ''));
}
export function taskQueues(prefix = 'wend'): TaskQueues {
  return {
    workflows: `${prefix}-workflows`,
    crowd: `${prefix}-crowd`,
    calls: `${prefix}-calls`,
    former: `${prefix}-small`,
  };
}
