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
  const types = Object.entries<ColumnType>(columns);
  const json = JSON.stringify(rows.map((row) => recordOf(row, types)));
  const definition = types
    .map(([key, type]) => `${snakeCase(key)} ${type === 'instant' ? 'timestamptz' : type}`)
    .join(', ');
  return sql`json_to_recordset(${json}::json) as ${sql.raw(`${name}(${definition})`)}`;
}

function recordOf(row: object, types: readonly (readonly [string, ColumnType])[]): Record<string, unknown> {
  const values = new Map<string, unknown>(Object.entries(row));
  return Object.fromEntries(types.map(([key, type]) => [snakeCase(key), valueOf(values.get(key), type)]));
}

function valueOf(value: unknown, type: ColumnType): unknown {
  return type === 'instant' && typeof value === 'number' ? new Date(value).toISOString() : (value ?? null);
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
