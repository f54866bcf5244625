export type { LogFormat, LogLevel } from './fields.ts';
export { type RoleSettings, readRoleSettings, roleEnvironment } from './role.ts';
export { readStartSettings, type StartSettings } from './start.ts';
