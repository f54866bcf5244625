export { activitiesOf, type RunLoopActivities, type RunLoopParts } from './activities.ts';
export { type CallBack, callBack } from './call-back.ts';
export { planCompiler } from './compile-plan.ts';
export { createDriver, type DriveParts, type Driver } from './create-drive.ts';
export {
  definePerform,
  type Perform,
  type PerformInput,
  type PerformLimits,
  type PerformResult,
  type PerformServices,
  type Performs,
  performsOf,
} from './define-perform.ts';
export {
  type DriveDeps,
  type DrivePoint,
  type DriveSettings,
  driveSettings,
  type EventJudged,
  type Judge,
} from './deps.ts';
export { judge } from './judge.ts';
export { perform } from './perform.ts';
export { type PerformServicesParts, performServices } from './perform-services.ts';
export { performWebhook } from './perform-webhook.ts';
