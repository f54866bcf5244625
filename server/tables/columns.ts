import type { Instant } from '@wend/engine';
import { type SQLWrapper, sql } from 'drizzle-orm';
import { type CheckBuilder, check, customType } from 'drizzle-orm/pg-core';

/** An instant to the millisecond, as everywhere in the engine; the database keeps exactly what the code compared. */
export const instant = customType<{ data: Instant; driverData: string }>({
  dataType: () => 'timestamptz(3)',
  fromDriver: (value) => Date.parse(value),
  toDriver: (at) => new Date(at).toISOString(),
});

/** A place in a line of slots, in milliseconds with a fraction: at a thousand a second a millisecond is too coarse. Kept to the microsecond. */
export const slotTime = customType<{ data: number; driverData: string }>({
  dataType: () => 'timestamptz(6)',
  fromDriver: (value) => Date.parse(value) + Number(/\.\d{3}(\d{1,3})/.exec(value)?.[1]?.padEnd(3, '0') ?? 0) / 1_000,
  toDriver: (at) => {
    const micros = Math.round((at - Math.floor(at)) * 1_000);
    const whole = new Date(Math.floor(at) + Math.floor(micros / 1_000)).toISOString();
    return `${whole.slice(0, -1)}${String(micros % 1_000).padStart(3, '0')}Z`;
  },
});

/** A closed union as the database holds it. A record, so that a member cannot be forgotten. */
export function oneOf<Member extends string>(
  name: string,
  column: SQLWrapper,
  members: Readonly<Record<Member, true>>,
): CheckBuilder {
  const list = Object.keys(members).map((member) => `'${member}'`);
  return check(name, sql`${column} in (${sql.raw(list.join(', '))})`);
}
