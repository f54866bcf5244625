export { type Connection, connect, type Database, type Transaction } from './connect.ts';
export { records } from './records.ts';
