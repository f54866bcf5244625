export type { clock } from './clock.ts';
export type { convoy } from './convoy.ts';
export type { entrance } from './entrance.ts';
export {
  type ClockActivities,
  type ClockInput,
  type ConvoyInput,
  type ConvoyLane,
  type ConvoyRest,
  type ConvoyStart,
  clockWorkflowId,
  convoyWorkflowId,
  type DriveActivities,
  type EntranceActivities,
  type EntranceInput,
  type EntranceRest,
  entranceWorkflowId,
  type PerformActivities,
  type PlannedCalls,
  queuesBeside,
  signals,
  type TaskQueues,
  taskQueues,
  workflowTypes,
} from './names.ts';
