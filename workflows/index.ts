export type { clock } from './clock.ts';
export type { convoy } from './convoy.ts';
export {
  type ClockActivities,
  type ClockInput,
  type ConvoyInput,
  type ConvoyLane,
  type ConvoyRest,
  clockWorkflowId,
  convoyWorkflowId,
  type DriveActivities,
  type PerformActivities,
  type PlannedCalls,
  queuesBeside,
  signals,
  type TaskQueues,
  taskQueues,
  workflowTypes,
} from './names.ts';
