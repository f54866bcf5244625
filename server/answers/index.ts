export { anyJson, anyObject } from './any-json.ts';
export { id, moment, pageOf } from './parts.ts';
