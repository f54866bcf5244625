import { type Instant, type Operand, parseDateValue, windowMs } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { constant, doubleOf, isAscii, textIn, trimmed } from './values.ts';

/** No zone's clock is further from UTC; a start of day in a gap of the clock is within it too. */
const FURTHEST_MS = 26 * 3_600_000;
const DAY = '((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)';
const TIME = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,3})?)?';
const OFFSET = '(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])';
const LOCAL = `^[12][0-9]{3}-${DAY}([T ]${TIME})?$`;
const WITH_OFFSET = `^[12][0-9]{3}-${DAY}[T ]${TIME} ?${OFFSET}$`;

/** When a comparison is made, in milliseconds. Local times are those of each person unless the zone is UTC. */
export interface MomentInSql {
  readonly now: SQL;
  readonly zone: 'theirs' | 'UTC';
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Whether a value is a date before (after) the one given. Local times are compared as if they were UTC, and are in doubt where their zone could decide. */
export function compareDate(value: SQL, given: Operand | undefined, moment: MomentInSql, is: 'before' | 'after'): SQL {
  const than = spanOf(given, moment.zone);
  if (!than) return constant(false);
  const [from, to] = [sql`${than.from}::float8`, sql`${than.to}::float8`];
  return ofDate(value, moment.zone, (earliest, latest) =>
    is === 'before'
      ? sql`when ${latest} < ${from} then true when ${earliest} >= ${to} then false`
      : sql`when ${earliest} > ${to} then true when ${latest} <= ${from} then false`,
  );
}

export function withinLast(value: SQL, length: Operand | undefined, { now, zone }: MomentInSql): SQL {
  const window = typeof length === 'string' ? windowMs(length) : undefined;
  if (window === undefined) return constant(false);
  const start = sql`${now} - ${window}::float8`;
  return ofDate(
    value,
    zone,
    (earliest, latest) =>
      sql`when ${latest} <= ${now} and ${earliest} > ${start} then true when ${earliest} > ${now} or ${latest} <= ${start} then false`,
  );
}

/** Between which two instants a date of this kind may lie; undefined for what is none. */
function spanOf(given: Operand | undefined, zone: MomentInSql['zone']): Span | undefined {
  const [utc, other] = [parseDateValue(given, 'UTC'), parseDateValue(given, '+05:00')];
  if (utc === undefined || other === undefined) return undefined;
  const doubt = utc === other || zone === 'UTC' ? 0 : FURTHEST_MS;
  return { from: utc - doubt, to: utc + doubt };
}

/** The cases of a date; what is none is false, what only the engine can read is null. */
function ofDate(value: SQL, zone: MomentInSql['zone'], cases: (earliest: SQL, latest: SQL) => SQL): SQL {
  const doubt =
    zone === 'UTC' ? sql`0` : sql`case when ${trimmed(value)} ~ ${LOCAL} then ${FURTHEST_MS}::float8 else 0 end`;
  return sql`(select case when date.ms = 'NaN' then false ${cases(sql`date.ms - date.doubt`, sql`date.ms + date.doubt`)} end
    from (select ${millisecondsOf(value)} as ms, ${doubt} as doubt offset 0) date)`;
}

/** Milliseconds, NaN for what is no date, null for what only the engine can read. */
function millisecondsOf(value: SQL): SQL {
  const text = trimmed(value);
  return sql`case jsonb_typeof(${value}) when 'number' then ${fromEpoch(doubleOf(value))}
    when 'string' then case when not ${isAscii(value)} then null when length(${textIn(value)}) > 64 then 'NaN'
      when ${text} ~ '^[0-9]{9,13}$' then ${fromEpoch(sql`${text}::float8`)}
      when ${text} ~ ${WITH_OFFSET} then extract(epoch from ${text}::timestamptz)::float8 * 1000
      when ${text} ~ ${LOCAL} then extract(epoch from ${text}::timestamp)::float8 * 1000
      when ${text} ~ '^[0-9]' then null else 'NaN' end
    else 'NaN'::float8 end`;
}

/** Seconds or milliseconds, told apart by their size. */
function fromEpoch(number: SQL): SQL {
  const ms = sql`trunc(case when abs(${number}) < 1e11 then ${number} * 1000 else ${number} end)`;
  return sql`(case when ${number} is null then null when abs(${ms}) <= 8.64e15 then ${ms} else 'NaN' end)`;
}

export const millisecondsAt = (now: Instant): SQL => sql`${now}::float8`;
