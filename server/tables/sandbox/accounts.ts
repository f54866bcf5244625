import type { Json } from '@wend/engine';
import { jsonb, text } from 'drizzle-orm/pg-core';
import { sandbox } from './schema.ts';

/** A customer of the sandbox provider. The first call with a key opens the account; the key also signs its callbacks. */
export const sandboxAccounts = sandbox.table('accounts', {
  id: text().primaryKey(),
  key: text().notNull(),
  /** How it answers and what it calls back, rule by rule. */
  rules: jsonb().$type<Json>().notNull().default([]),
});
