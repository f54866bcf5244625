export { type Connection, connect, type Database, type Transaction } from './connect.ts';
export { createDatabase, migrate } from './migrate.ts';
export { records } from './records.ts';
