import { type SQL, sql } from 'drizzle-orm';

type ColumnType =
  | 'uuid'
  | 'text'
  | 'text[]'
  | 'integer'
  | 'smallint'
  | 'bigint'
  | 'boolean'
  | 'numeric'
  | 'jsonb'
  | 'instant';
type Columns<Row> = { readonly [Key in keyof Row & string]-?: ColumnType };

/**
 * Many rows as one parameter: `from ${records('given', rows, { profileId: 'uuid', at: 'instant' })}` gives a relation
 * `given (profile_id, at)`. An empty list is an empty relation, so a set of none needs no second path.
 */
export function records<Row extends object>(name: string, rows: readonly Row[], columns: Columns<Row>): SQL {
  const fields = Object.entries<ColumnType>(columns).map(([key, type]) => ({ key, type, name: snakeCase(key) }));
  const json = JSON.stringify(rows.map((row) => recordOf(row, fields)));
  const definition = fields.map(({ name, type }) => `${name} ${type === 'instant' ? 'timestamptz' : type}`).join(', ');
  const names = fields.map((field) => field.name).join(', ');
  return sql`(select ${sql.raw(names)} from rows from (json_to_recordset(${json}::json) as ${sql.raw(`(${definition})`)}) with ordinality as given(${sql.raw(names)}, nth) where ${FEW}) as ${sql.raw(name)}`;
}

/**
 * Always true, and Postgres takes it for rare: it then expects one row, and finds what belongs to each by an index. Expecting its usual
 * hundred, it reads tables whole that were small when the statement was planned, once for each row, and goes on so when they have grown.
 */
const FEW = sql.raw('nth + 0 = nth');

interface Field {
  readonly key: string;
  readonly name: string;
  readonly type: ColumnType;
}

function recordOf(row: object, fields: readonly Field[]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const { key, name, type } of fields) record[name] = valueOf(Reflect.get(row, key), type);
  return record;
}

function valueOf(value: unknown, type: ColumnType): unknown {
  return type === 'instant' && typeof value === 'number' ? new Date(value).toISOString() : (value ?? null);
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
