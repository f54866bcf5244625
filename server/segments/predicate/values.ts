import { numberOf, type Operand } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';

// Each of these is true, false, or null where only the engine can say: SQL's own logic of three values then carries the doubt as far as it matters.

type Scalar = string | number | boolean;
export const UNSURE = sql`null::boolean`;
export const constant = (is: boolean): SQL => (is ? sql`true` : sql`false`);
export const scalarsIn = (value: Operand | undefined): readonly Scalar[] =>
  (Array.isArray(value) ? value : value === undefined ? [] : [value]).flat();

/** What JavaScript's `trim` takes off a text of ASCII. */
const BLANKS = sql`E' \\t\\n\\x0b\\f\\r'`;
const DECIMAL = '^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)$';

export const isText = (value: SQL): SQL => sql`jsonb_typeof(${value}) = 'string'`;
export const textIn = (value: SQL): SQL => sql`(${value} #>> '{}')`;
export const trimmed = (value: SQL): SQL => sql`btrim(${textIn(value)}, ${BLANKS})`;
/** Beyond ASCII the two differ in small letters and in blanks. */
export const isAscii = (value: SQL): SQL => sql`octet_length(${textIn(value)}) = char_length(${textIn(value)})`;

/** Of a JSON number; null where its size is at the edge of what a double holds. */
export const doubleOf = (value: SQL): SQL =>
  sql`(case when length(${textIn(value)}) <= 300 then ${textIn(value)}::float8 end)`;

/** `numberOf(value)` put to a test: what is no number fails it. */
export function ofNumber(value: SQL, test: (number: SQL) => SQL): SQL {
  return sql`case jsonb_typeof(${value}) when 'number' then ${test(doubleOf(value))}
    when 'string' then ${ofAscii(value, ofDecimal(value, test))} else false end`;
}

function ofDecimal(value: SQL, test: (number: SQL) => SQL): SQL {
  return sql`case when length(${textIn(value)}) <= 40 and ${trimmed(value)} ~ ${DECIMAL} then ${test(sql`${trimmed(value)}::float8`)} else false end`;
}

const ofAscii = (value: SQL, test: SQL): SQL => sql`case when ${isAscii(value)} then ${test} end`;
const smallLetters = (value: SQL): SQL => sql`lower(${textIn(value)} collate "C")`;

/** A number as JavaScript writes it, where Postgres writes it alike. */
const writtenNumber = (value: SQL): SQL =>
  sql`case when abs(${doubleOf(value)}) < 1e15 and ${doubleOf(value)} = trunc(${doubleOf(value)}) then ${doubleOf(value)}::bigint::text end`;

/** The text of a scalar put to a test; a list and an object have none. */
export function ofWritten(value: SQL, test: (text: SQL) => SQL): SQL {
  return sql`case jsonb_typeof(${value}) when 'string' then ${ofAscii(value, test(smallLetters(value)))}
    when 'boolean' then ${test(textIn(value))} when 'number' then ${test(writtenNumber(value))} else false end`;
}

/** Whether the value, or one of its items, is one of these. */
export function isAmong(value: SQL, scalars: readonly Scalar[]): SQL {
  if (scalars.length === 0) return constant(false);
  const item = sql`item.v`;
  return sql`case jsonb_typeof(${value}) when 'array' then (
      select case when bool_or(found.is) then true when bool_or(found.is is null) then null else false end
      from (select ${isScalarAmong(item, scalars, UNSURE)} as is from jsonb_array_elements(${value}) item(v)) found)
    else ${isScalarAmong(value, scalars, constant(false))} end`;
}

function isScalarAmong(value: SQL, scalars: readonly Scalar[], ofList: SQL): SQL {
  const numbers = scalars.filter((one) => typeof one === 'number');
  const likeNumbers = scalars.flatMap((one) => numberOf(one) ?? []);
  const texts = scalars.flatMap((one) => (typeof one === 'number' ? [] : [String(one).toLowerCase()]));
  const inNumbers = (of: readonly number[]) => (number: SQL) => sql`${number} = any(${sql.param([...of])}::float8[])`;
  const inTexts = (text: SQL) => sql`${text} = any(${sql.param(texts)}::text[])`;
  const asText = sql`(${inTexts(smallLetters(value))} or ${numbers.length === 0 ? constant(false) : ofDecimal(value, inNumbers(numbers))})`;
  return sql`case jsonb_typeof(${value}) when 'number' then ${inNumbers(likeNumbers)(doubleOf(value))}
    when 'boolean' then ${inTexts(textIn(value))} when 'string' then ${ofAscii(value, asText)} when 'array' then ${ofList} else false end`;
}

/** A text as the engine compares it; undefined for what has none. */
export function writtenOf(value: Operand | undefined): string | undefined {
  if (value === undefined || Array.isArray(value)) return undefined;
  return String(value).toLowerCase();
}

/** `readPath(value, path)` with null for what is not there: a number's name leads into a list only as JavaScript would write it. */
export function at(value: SQL, path: string): SQL {
  const parts = path.split('.').reduce<SQL>((inside, key) => {
    const isOdd = /^\s*[+-]?\d+$/.test(key) && !/^(0|[1-9]\d*)$/.test(key);
    return isOdd ? sql`(${inside} -> ${key}::text)` : sql`(${inside} #> array[${key}::text])`;
  }, value);
  return sql`nullif(${path.includes('\0') ? sql`null::jsonb` : parts}, 'null'::jsonb)`;
}
