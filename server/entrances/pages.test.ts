import type { SegmentId } from '@wend/engine';
import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aCrowd, noon } from '../../test/harness/a-crowd.ts';
import { goLive } from '../../test/harness/a-workspace.ts';
import { newId } from '../ids/index.ts';
import { journeys, outbox, profiles, runs } from '../tables/index.ts';
import { type EntranceDeps, enterPage } from './enter-page.ts';

/** What somebody else does while a page is at a point, once. */
function once(point: string, work: () => Promise<unknown>): EntranceDeps['at'] {
  let isDone = false;
  return async (reached) => {
    if (reached !== point || isDone) return;
    isDone = true;
    await work();
  };
}

it('looks at nobody again, though all of a page have come and gone since another one read where it stands', async () => {
  const crowd = await aCrowd(6);
  const input = await crowd.begin();
  const at = once('read', async () => {
    await enterPage(crowd.deps, input);
    await crowd.db.execute(sql`update runs set phase = 'ended', ended_at = entered_at`);
  });
  expect(await enterPage({ ...crowd.deps, at }, input)).toEqual({ kind: 'again' });
  expect(await crowd.inside()).toEqual(crowd.ids.slice(0, 3));
  await crowd.enterAll(input);
  expect(await crowd.inside()).toEqual(crowd.ids);
  expect(await crowd.entrance(input)).toMatchObject({ entered: 6 });
});

it('lets nobody in who has become another since their page was read', async () => {
  const crowd = await aCrowd(3);
  const [survivor, merged] = crowd.ids;
  const at = once('moved', () =>
    crowd.db.execute(sql`update profiles set merged_into = ${survivor} where id = ${merged}`),
  );
  await crowd.enterAll(await crowd.begin(), { ...crowd.deps, at });
  expect(await crowd.inside()).toEqual(crowd.ids.filter((id) => id !== merged));
});

it('holds whom it lets in until the page is committed, so that nobody becomes another meanwhile', async () => {
  const crowd = await aCrowd(4);
  let free: readonly unknown[] = [];
  const at = once('entered', async () => {
    // As a join takes them.
    const rows = await crowd.db.select({ id: profiles.id }).from(profiles).for('no key update', { skipLocked: true });
    free = rows.map(({ id }) => id);
  });
  await enterPage({ ...crowd.deps, at }, await crowd.begin());
  expect(free).toEqual(crowd.ids.slice(3));
});

it('holds its journey until the page is committed, so that nobody pauses or stops it in the midst of one', async () => {
  const crowd = await aCrowd(3);
  let free: readonly unknown[] | undefined;
  const at = once('read', async () => {
    free = await crowd.db.select({ id: journeys.id }).from(journeys).for('no key update', { skipLocked: true });
  });
  await enterPage({ ...crowd.deps, at }, await crowd.begin());
  expect(free).toEqual([]);
});

it('ends where the journey lets in others now, by another segment or by an event', async () => {
  const crowd = await aCrowd(9);
  for (const entry of [
    { kind: 'segment', segment: newId<SegmentId>(), reentry: { kind: 'always' } },
    { ...crowd.document.entry, kind: 'event', event: 'Signed Up' },
  ]) {
    const input = await crowd.begin();
    await enterPage(crowd.deps, input);
    const entered = (await crowd.entrance(input))?.entered;
    const changed = { ...crowd.document, entry } as typeof crowd.document;
    await goLive(crowd.db, crowd.workspaceId, changed, noon, crowd.journeyId);
    expect(await enterPage(crowd.deps, input)).toEqual({ kind: 'done' });
    expect(await crowd.entrance(input)).toMatchObject({ state: 'stopped', entered, endedAt: noon });
    await goLive(crowd.db, crowd.workspaceId, crowd.document, noon, crowd.journeyId);
  }
  expect(await crowd.inside()).toEqual(crowd.ids.slice(0, 3));
});

it('tells the lane after each page, once what it is to start can be seen', async () => {
  const crowd = await aCrowd(6);
  const seen: Promise<number>[] = [];
  const trips = { look: () => void seen.push(crowd.db.$count(outbox, eq(outbox.kind, 'convoy'))) };
  const input = await crowd.begin();
  await enterPage({ ...crowd.deps, trips }, input);
  expect(await Promise.all(seen)).toEqual([1]);
  expect(await crowd.db.$count(runs)).toBe(3);
});
