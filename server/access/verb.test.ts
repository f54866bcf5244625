import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aDatabase } from '../../test/harness/index.ts';
import { databaseClock } from '../clock/index.ts';
import { causeOf } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import { auditLog, type Role, secrets, topics, workspaces } from '../tables/index.ts';
import type { ActingContext, Context } from './context.ts';
import { verb } from './verb.ts';
import type { Work } from './work.ts';
import { WriteHandle } from './write-handle.ts';

const rule = { needs: 'edit-journey', action: 'secret.keep' } as const;

const keep = verb(rule, async ({ tx, clock, workspaceId }: Work, name: string) => {
  await tx.insert(secrets).values({ workspaceId, name, sealed: '', updatedAt: clock.sql });
  if (name === 'bad') throw new Error('No');
  return { subject: `secret:${name}`, answer: name.length, detail: { name } };
});

/** A verb that says nowhere in which workspace. */
const careless = verb(rule, async ({ tx }: Work, statement: string) => {
  const rows = await tx.execute(sql.raw(statement));
  return { subject: 'secret:any', answer: rows.count };
});

async function aWorkspace(role: Role = 'editor') {
  const database = await aDatabase();
  const { context, looks } = await within(database, role);
  const { db } = database;
  const left = async () => ({ secrets: await db.$count(secrets), rows: await db.select().from(auditLog) });
  return { context, left, looks, db, neighbour: async () => (await within(database, role)).context };
}

async function within({ db, reads }: Pick<Awaited<ReturnType<typeof aDatabase>>, 'db' | 'reads'>, role: Role) {
  const workspaceId = newId<Context['workspaceId']>();
  await db.insert(workspaces).values({ id: workspaceId, name: 'Shop', createdAt: databaseClock.sql });
  let looks = 0;
  const context: Context & ActingContext = {
    db: reads.in(workspaceId),
    writes: new WriteHandle(db),
    clock: databaseClock,
    trips: { look: () => void (looks += 1) },
    workspaceId,
    actor: { id: 'user:u', name: 'Ada', role },
  };
  return { context, looks: () => looks };
}

it('does, writes down who did what, and has the outbox looked at', async () => {
  const { context, left, looks } = await aWorkspace();
  expect(await keep.by(context, 'offers')).toBe(6);
  const { secrets, rows } = await left();
  expect(secrets).toBe(1);
  expect(rows).toMatchObject([
    { actor: 'user:u', action: 'secret.keep', subject: 'secret:offers', detail: { name: 'offers' } },
  ]);
  expect(looks()).toBe(1);
});

it('leaves nothing of what its actor may not do, nor of what fails', async () => {
  const { context, left, looks } = await aWorkspace('viewer');
  await expect(keep.by(context, 'offers')).rejects.toMatchObject({ code: 'forbidden' });
  const editor = { ...context, actor: { ...context.actor, role: 'editor' as const } };
  await expect(keep.by(editor, 'bad')).rejects.toThrow('No');
  expect(await left()).toEqual({ secrets: 0, rows: [] });
  expect(looks()).toBe(0);
});

it('is the only way to write: what is read with refuses', async () => {
  const { context } = await aWorkspace();
  for (const write of [sql`delete from secrets`, sql`insert into journeys select * from journeys`])
    expect(await refusal(context.db.execute(write))).toMatch('read-only transaction');
  expect(Object.values(context.writes)).toEqual([]);
});

it('meets nothing of another workspace, also where it forgets to say of which', async () => {
  const { context, left, neighbour } = await aWorkspace();
  const other = await neighbour();
  await keep.by(context, 'mine');
  await keep.by(other, 'theirs');
  await keep.by(other, 'theirs too');
  expect(await careless.by(context, 'select name from secrets')).toBe(1);
  expect(await careless.by(context, "update secrets set sealed = ''")).toBe(1);
  expect(await careless.by(context, 'delete from secrets')).toBe(1);
  expect((await left()).secrets).toBe(2);
  const into = (workspaceId: string) => `insert into secrets values ('${workspaceId}', 'given', '', now())`;
  expect(await refusal(careless.by(context, into(other.workspaceId)))).toMatch('row-level security');
  expect(await careless.by(context, into(context.workspaceId))).toBe(1);
  expect(await context.db.execute(sql`select name from secrets`)).toEqual([{ name: 'given' }]);
});

it('changes only what a migration lets verbs change, and never reads what opens something', async () => {
  const { context, db } = await aWorkspace();
  const topic = { workspaceId: context.workspaceId, key: 'offers', name: 'Offers', purpose: 'marketing' } as const;
  await db.insert(topics).values(topic);
  for (const statement of [
    'delete from topics',
    "update runs set step = 'elsewhere'",
    'select sealed from secrets',
    'select key_hash from api_keys',
    'select key_hash from sources',
    'select config from providers',
    'select * from users',
    'select * from sessions',
  ])
    expect([statement, await refusal(careless.by(context, statement))]).toEqual([
      statement,
      expect.stringMatching('permission denied'),
    ]);
});

it('gives the transaction back as it was where it works within another one', async () => {
  const { context, db, neighbour } = await aWorkspace();
  await neighbour();
  await db.transaction(async (tx) => {
    await keep.by({ ...context, writes: new WriteHandle(tx) }, 'inside');
    expect(await tx.$count(workspaces)).toBe(2);
  });
});

async function refusal(work: Promise<unknown>): Promise<string> {
  return causeOf(await work.catch((error: unknown) => error));
}
