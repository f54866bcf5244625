import { expect, it } from 'vitest';
import { aDatabase } from '../../test/harness/index.ts';
import { refuseLostRights } from './lost-rights.ts';

const refused = /^The database was restored without .* restore the dump once more .*\.$/;

it('takes a database that is whole', async () => {
  const { url } = await aDatabase();
  await refuseLostRights(url);
});

it.each([
  ['where the role was missing', 'drop owned by wend_workspace'],
  ['without privileges', 'revoke all on all tables in schema public from wend_workspace'],
  ['without policies', 'drop policy one_workspace on messages'],
  [
    'without row-level security, which would show one workspace to another',
    'alter table runs disable row level security',
  ],
])('refuses in one sentence a database that was restored %s', async (_, loss) => {
  const { url, sql } = await aDatabase();
  await sql.unsafe(loss);
  await expect(refuseLostRights(url)).rejects.toThrow(refused);
});
