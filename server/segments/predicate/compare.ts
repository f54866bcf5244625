import { assertNever, type Comparison, compilePattern, numberOf, type Operand } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { compareDate, type MomentInSql, withinLast } from './dates.ts';
import { constant, isAmong, isText, ofNumber, ofWritten, scalarsIn, UNSURE, writtenOf } from './values.ts';

/** `holds(value, test, moment)` of the engine in SQL; the value is read once. */
export function compare(value: SQL, test: Comparison, moment: MomentInSql): SQL {
  return sql`(select ${judged(sql`it.v`, test, moment)} from (select nullif(${value}, 'null'::jsonb) as v offset 0) it)`;
}

function judged(v: SQL, { op, value }: Comparison, moment: MomentInSql): SQL {
  switch (op) {
    case 'exists':
      return sql`${v} is not null`;
    case 'missing':
      return sql`${v} is null`;
    case 'is':
      return isAmong(v, onlyOne(value));
    case 'is-not':
      return sql`not ${isAmong(v, onlyOne(value))}`;
    case 'in':
      return isAmong(v, scalarsIn(value));
    case 'not-in':
      return sql`not ${isAmong(v, scalarsIn(value))}`;
    case 'greater':
      return ordered(v, value, sql`>`);
    case 'at-least':
      return ordered(v, value, sql`>=`);
    case 'less':
      return ordered(v, value, sql`<`);
    case 'at-most':
      return ordered(v, value, sql`<=`);
    case 'between': {
      const [low, high] = scalarsIn(value);
      return sql`(${ordered(v, low, sql`>=`)} and ${ordered(v, high, sql`<=`)})`;
    }
    case 'contains':
      return contains(v, value);
    case 'not-contains':
      return sql`not ${contains(v, value)}`;
    case 'starts-with':
      return written(v, value, (text, part) => sql`starts_with(${text}, ${part})`);
    case 'ends-with':
      return written(v, value, (text, part) => sql`right(${text}, length(${part})) = ${part}`);
    case 'matches':
      return matches(v, value);
    case 'before':
    case 'after':
      return compareDate(v, value, moment, op);
    case 'within-last':
      return withinLast(v, value, moment);
    case 'not-within-last':
      return sql`(${v} is not null and not ${withinLast(v, value, moment)})`;
    default:
      return assertNever(op);
  }
}

/** A list of one is that one; any other is like nothing. */
function onlyOne(value: Operand | undefined): readonly (string | number | boolean)[] {
  const scalars = scalarsIn(value);
  return scalars.length === 1 ? scalars : [];
}

function ordered(v: SQL, value: Operand | undefined, operator: SQL): SQL {
  const given = Array.isArray(value) ? undefined : numberOf(value);
  return given === undefined
    ? constant(false)
    : sql`(${ofNumber(v, (number) => sql`${number} ${operator} ${given}::float8`)})`;
}

function written(v: SQL, value: Operand | undefined, test: (text: SQL, part: SQL) => SQL): SQL {
  const part = writtenOf(value);
  return part === undefined ? constant(false) : sql`(${ofWritten(v, (text) => test(text, sql`${part}::text`))})`;
}

function contains(v: SQL, value: Operand | undefined): SQL {
  const inText = written(v, value, (text, part) => sql`strpos(${text}, ${part}) > 0`);
  return sql`case jsonb_typeof(${v}) when 'array' then ${isAmong(v, onlyOne(value))} else ${inText} end`;
}

/** Patterns are RE2's, which is the engine's to read. */
function matches(v: SQL, value: Operand | undefined): SQL {
  if (typeof value !== 'string' || 'problem' in compilePattern(value)) return constant(false);
  return sql`(case when ${isText(v)} then ${UNSURE} else false end)`;
}
