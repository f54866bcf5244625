import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aDatabase } from '../../test/harness/index.ts';
import { databaseClock } from '../clock/index.ts';
import { causeOf } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import { auditLog, type Role, topics, workspaces } from '../tables/index.ts';
import type { ActingContext } from './context.ts';
import { verb } from './verb.ts';
import type { Work } from './work.ts';
import { WriteHandle } from './write-handle.ts';

const addTopic = verb(
  { needs: 'edit-journey', action: 'topic.add' },
  async ({ tx, workspaceId }: Work, key: string) => {
    await tx.insert(topics).values({ workspaceId, key, name: key, purpose: 'marketing' });
    if (key === 'bad') throw new Error('No');
    return { subject: `topic:${key}`, answer: key.length, detail: { key } };
  },
);

async function aWorkspace(role: Role = 'editor') {
  const { db, reads } = await aDatabase();
  const workspaceId = newId<ActingContext['workspaceId']>();
  await db.insert(workspaces).values({ id: workspaceId, name: 'Shop', createdAt: databaseClock.sql });
  const actor = { id: 'user:u', name: 'Ada', role };
  let looks = 0;
  const trips = { look: () => void (looks += 1) };
  const context: ActingContext = {
    db: reads,
    writes: new WriteHandle(db),
    clock: databaseClock,
    trips,
    workspaceId,
    actor,
  };
  const left = async () => ({ topics: await db.$count(topics), rows: await db.select().from(auditLog) });
  return { context, left, looks: () => looks };
}

it('does, writes down who did what, and has the outbox looked at', async () => {
  const { context, left, looks } = await aWorkspace();
  expect(await addTopic.by(context, 'offers')).toBe(6);
  const { topics, rows } = await left();
  expect(topics).toBe(1);
  expect(rows).toMatchObject([
    { actor: 'user:u', action: 'topic.add', subject: 'topic:offers', detail: { key: 'offers' } },
  ]);
  expect(looks()).toBe(1);
});

it('leaves nothing of what its actor may not do, nor of what fails', async () => {
  const { context, left, looks } = await aWorkspace('viewer');
  await expect(addTopic.by(context, 'offers')).rejects.toMatchObject({ code: 'forbidden' });
  const editor = { ...context, actor: { ...context.actor, role: 'editor' as const } };
  await expect(addTopic.by(editor, 'bad')).rejects.toThrow('No');
  expect(await left()).toEqual({ topics: 0, rows: [] });
  expect(looks()).toBe(0);
});

it('is the only way to write: what is read with refuses', async () => {
  const { context } = await aWorkspace();
  const { db, workspaceId } = context;
  const topic = { workspaceId, key: 'offers', name: 'Offers', purpose: 'marketing' } as const;
  for (const write of [
    () => db.insert(topics).values(topic),
    () => db.transaction((tx) => tx.insert(topics).values(topic)),
    () => db.execute(sql`delete from topics`),
  ])
    expect(causeOf(await write().catch((error: unknown) => error))).toMatch('read-only transaction');
  expect(Object.values(context.writes)).toEqual([]);
});
