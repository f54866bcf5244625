import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aDatabase } from '../../test/harness/index.ts';
import { causeOf, impersonal } from './fault.ts';

const ADA = 'ada.lovelace@example.com';

async function failing(statement: (ada: string) => ReturnType<typeof sql>): Promise<unknown> {
  const { db } = await aDatabase();
  return db.execute(statement(ADA)).then(
    () => expect.fail('It was taken'),
    (error: unknown) => error,
  );
}

it.each([
  [
    'a statement that is refused',
    (ada: string) => sql`select ${ada} from nowhere`,
    'relation "nowhere" does not exist',
  ],
  [
    'a value that does not fit',
    (ada: string) => sql`select ${ada}::text::uuid`,
    'invalid input syntax for type uuid: "…"',
  ],
  [
    'a value with quotes',
    (ada: string) => sql`select (${ada} || '"x"')::int`,
    'invalid input syntax for type integer: "…"',
  ],
])('tells the cause of %s, and nothing of a person', async (_, statement, cause) => {
  const error = await failing(statement);
  // The error itself carries the parameters: that is what must not be told.
  expect(String(error)).toContain(ADA);
  for (const told of [error, new Error('In the session library', { cause: error })]) {
    expect(causeOf(told)).toBe(cause);
    const plain = impersonal(told);
    expect(plain.message).toBe(cause);
    expect(plain.stack).toMatch(/\n\s+at /);
    expect(JSON.stringify([plain, plain.stack, plain.cause])).not.toContain('ada');
  }
});
