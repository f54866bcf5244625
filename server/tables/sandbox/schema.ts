import { pgSchema } from 'drizzle-orm/pg-core';

/** The sandbox provider's own tables: a company of its own, which knows nothing of journeys. */
export const sandbox = pgSchema('sandbox');
