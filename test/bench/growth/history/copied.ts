import type { Sql } from 'postgres';

/**
 * Writes rows like those that are there: of each pair in `pairs` (its alias is `m`, and `t` the row that it is like), with other values for
 * some columns and every instant `m.back` earlier. The columns are those that the table has now, so that history keeps up with the product.
 */
export async function writeLike(
  sql: Sql,
  table: string,
  pairs: string,
  others: Readonly<Record<string, string>>,
): Promise<void> {
  const columns = await sql<{ name: string; type: string }[]>`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER' order by ordinal_position`;
  const unknown = Object.keys(others).find((name) => columns.every((column) => column.name !== name));
  if (unknown !== undefined) throw new Error(`There is no column ${unknown} in ${table}`);
  const values = columns.map(
    ({ name, type }) => others[name] ?? (type.startsWith('timestamp') ? `t."${name}" - m.back` : `t."${name}"`),
  );
  await asOwner(
    sql,
    `insert into ${table} (${columns.map(({ name }) => `"${name}"`).join(', ')}) select ${values.join(', ')} from ${pairs}`,
  );
}

/** Without looking keys up row by row, and without waiting for the disk: what is written is true by how it is made. */
export async function asOwner(sql: Sql, statement: string): Promise<void> {
  await sql.begin(async (tx) => {
    await tx.unsafe(`set local session_replication_role = replica`);
    await tx.unsafe(`set local synchronous_commit = off`);
    await tx.unsafe(`set local max_parallel_workers_per_gather = 0`);
    await tx.unsafe(statement);
  });
}
