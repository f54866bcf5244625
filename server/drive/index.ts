export { createDriver, type DriveParts, type Driver } from './create-drive.ts';
export { type DriveDeps, type DrivePoint, type DriveSettings, driveSettings, type EventJudged, type Judge } from './deps.ts';
