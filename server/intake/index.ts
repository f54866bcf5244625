export { type AcceptOptions, acceptEvents } from './accept-events.ts';
export { addressBehind } from './address-of.ts';
export type { Accepted, EventSource, IntakeDeps, NewEvent, Rejection } from './contract.ts';
export { EVENTS_CHANNEL, notifyMatcher } from './notify.ts';
export { identityPartition, PARTITIONS, profilePartition } from './partition.ts';
export { type IntakeLimits, type IntakeRouteDeps, intakeRoutes } from './routes.ts';
export { newWriteKey, type Source, sourceOf, writeKeyHash } from './sources.ts';
export { storeEvents } from './store-events.ts';
export { RESERVED } from './wire.ts';
