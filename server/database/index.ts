export { apart } from './apart.ts';
export { type Connection, connect, type Database, type Transaction } from './connect.ts';
export { containing } from './containing.ts';
export { causeOf, type Fault, faultOf, impersonal, ReadAgain } from './fault.ts';
export { epochMs, timestamp } from './instants.ts';
export { createDatabase, migrate } from './migrate.ts';
export type { PageOf, SearchPage } from './page-of.ts';
export { records } from './records.ts';
