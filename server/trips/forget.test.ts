import type { SourceId, WorkspaceId } from '@wend/engine';
import { expect, it, onTestFinished } from 'vitest';
import { aTestBed, START } from '../../test/run-loop/bed/test-bed.ts';
import { newId } from '../ids/index.ts';
import { callbacks, rejectedEvents, sources, workspaces } from '../tables/index.ts';
import { forget } from './forget.ts';
import { tick } from './tick.ts';

const DAY = 24 * 3_600_000;
const [old, young] = [START - 31 * DAY, START - 29 * DAY];

it('lets go of what was refused or called back thirty days ago, of its own workspace, and of nothing younger', async () => {
  const bed = await aTestBed();
  onTestFinished(() => bed.close());
  const { db, clock, trips, driver, workspaceId } = bed;
  const other = newId<WorkspaceId>();
  await db.insert(workspaces).values({ id: other, name: 'Other', createdAt: START });
  const source = { name: 'Shop', kind: 'server', keyHint: '', createdAt: START } as const;
  for (const id of [workspaceId, other]) {
    const sourceId = newId<SourceId>();
    await db.insert(sources).values({ ...source, workspaceId: id, id: sourceId, keyHash: sourceId });
    for (const receivedAt of [old, young]) {
      const own = { workspaceId: id, id: newId(), receivedAt };
      await db.insert(rejectedEvents).values({ ...own, sourceId, reason: '', excerpt: 'ada@example.com' });
      await db.insert(callbacks).values({ ...own, providerId: newId(), headers: {}, body: '+4366412345' });
    }
  }
  const left = async (of: WorkspaceId) =>
    [...(await db.select().from(rejectedEvents)), ...(await db.select().from(callbacks))]
      .flatMap((row) => (row.workspaceId === of ? [row.receivedAt] : []))
      .sort();
  await tick({ db, clock, trips, ...driver }, { workspaceId, epoch: 1 });
  expect(await left(workspaceId)).toEqual([young, young]);
  expect(await left(other)).toEqual([old, old, young, young]);
  await forget({ db, clock }, other);
  expect(await left(other)).toEqual([young, young]);
});
