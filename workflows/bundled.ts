/** What the bundle holds: each export is a workflow type by its name. Whoever asks for one needs its name, not its code. */
export { clock } from './clock.ts';
export { convoy } from './convoy.ts';
export { entrance } from './entrance.ts';
