import type { Instant } from '@wend/engine';
import { customType } from 'drizzle-orm/pg-core';

/** An instant to the millisecond, as everywhere in the engine; the database keeps exactly what the code compared. */
export const instant = customType<{ data: Instant; driverData: string }>({
  dataType: () => 'timestamptz(3)',
  fromDriver: (value) => Date.parse(value),
  toDriver: (at) => new Date(at).toISOString(),
});
