export { clock, lookNow } from './clock.ts';
export { convoy, wake } from './convoy.ts';
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
  type TaskQueues,
  taskQueues,
} from './names.ts';
