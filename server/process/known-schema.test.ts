import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aDatabase } from '../../test/harness/index.ts';
import { checkout } from '../../test/harness/started.ts';
import { refuseUnknownSchema } from './known-schema.ts';

const migrations = join(checkout, 'server/database/migrations');

it('takes data of this version, and refuses in one sentence what a newer one has changed', async () => {
  const { url, sql } = await aDatabase();
  await refuseUnknownSchema(url, migrations);
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of tomorrow', 4102444800000)`;
  await expect(refuseUnknownSchema(url, migrations)).rejects.toThrow(/^The data is of another version of Wend, .*\.$/);
});

it('takes a database that holds nothing yet', async () => {
  const { url, sql } = await aDatabase();
  await sql`drop schema drizzle cascade`;
  await refuseUnknownSchema(url, migrations);
});
