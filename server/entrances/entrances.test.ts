import { and, eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { aCrowd, arrive, noon } from '../../test/harness/a-crowd.ts';
import { goLive } from '../../test/harness/a-workspace.ts';
import { rowsRead } from '../../test/harness/rows-read.ts';
import { assignments, convoys, journeys, outbox, runs } from '../tables/index.ts';
import { askEntrances, reseat } from '../trips/index.ts';
import { type EntranceDeps, enterPage } from './enter-page.ts';

it.each([0, 1, 3, 9, 10])('lets a crowd of %i in, page by page, each once, in convoys', async (people) => {
  const crowd = await aCrowd(people);
  await arrive(crowd.db, crowd.workspaceId, 4, 'silver');
  const input = await crowd.begin();
  expect(await crowd.enterAll(input)).toEqual({ kind: 'done' });
  expect(await crowd.inside()).toEqual(crowd.ids);
  expect(await crowd.entrance(input)).toMatchObject({ state: 'done', entered: people, endedAt: noon });
  const seated = await crowd.db.select().from(convoys);
  expect(seated.reduce((sum, { size }) => sum + size, 0)).toBe(people);
  expect(await crowd.db.$count(outbox)).toBe(seated.length);
  expect(await enterPage(crowd.deps, input)).toEqual({ kind: 'done' });
  expect(await crowd.inside()).toEqual(crowd.ids);
});

it('lets each in once where two pages are taken at once', async () => {
  const crowd = await aCrowd(10);
  const input = await crowd.begin();
  let waiting = 0;
  let go = (): void => {};
  const both = new Promise<void>((resolve) => (go = resolve));
  const at: EntranceDeps['at'] = async (point) => {
    if (point !== 'read') return;
    waiting += 1;
    if (waiting === 2) go();
    await both;
  };
  const rests = await Promise.all([1, 2].map(() => enterPage({ ...crowd.deps, at }, input)));
  expect(rests).toEqual([{ kind: 'again' }, { kind: 'again' }]);
  expect(await crowd.inside()).toEqual(crowd.ids.slice(0, 3));
  await crowd.enterAll(input);
  expect(await crowd.inside()).toEqual(crowd.ids);
  expect(await crowd.entrance(input)).toMatchObject({ entered: 10 });
});

it.each(['read', 'moved', 'entered'] as const)(
  'loses nobody and doubles nobody when it is killed after %s',
  async (where) => {
    const crowd = await aCrowd(7);
    const input = await crowd.begin();
    let visits = 0;
    const at: EntranceDeps['at'] = async (point) => {
      if (point !== where) return;
      visits += 1;
      if (visits % 2 === 1) throw new Error('Killed');
    };
    for (let calls = 0; calls < 30; calls += 1) {
      const rest = await enterPage({ ...crowd.deps, at }, input).catch(() => undefined);
      if (rest?.kind === 'done') break;
    }
    expect(visits).toBeGreaterThan(3);
    expect(await crowd.inside()).toEqual(crowd.ids);
    expect(await crowd.entrance(input)).toMatchObject({ state: 'done', entered: 7 });
  },
);

it('lets nobody in who came after it began, nor who has left the segment or become another by then', async () => {
  const crowd = await aCrowd(9);
  const input = await crowd.begin();
  await enterPage(crowd.deps, input);
  await arrive(crowd.db, crowd.workspaceId, 5);
  const [left, merged, survivor] = [crowd.ids[4], crowd.ids[7], crowd.ids[0]];
  await crowd.db.execute(sql`update profiles set attributes = '{"tier": "silver"}' where id = ${left}`);
  await crowd.db.execute(sql`update profiles set merged_into = ${survivor} where id = ${merged}`);
  await crowd.enterAll(input);
  expect(await crowd.inside()).toEqual(crowd.ids.filter((id) => id !== left && id !== merged));
});

it('keeps to who may enter again, and to one live passage for each', async () => {
  const crowd = await aCrowd(4);
  await crowd.enterAll(await crowd.begin());
  const ended = crowd.ids.slice(0, 2);
  await crowd.db.execute(
    sql`update runs set phase = 'ended', ended_at = entered_at where profile_id = any(${sql.param(ended)}::uuid[])`,
  );
  const second = await crowd.begin();
  await crowd.enterAll(second);
  expect(await crowd.entrance(second)).toMatchObject({ entered: 2 });
  expect(await crowd.inside()).toEqual([...crowd.ids, ...ended].sort());

  const once = await aCrowd(4, {}, 'never');
  await once.enterAll(await once.begin());
  await once.db.execute(sql`update runs set phase = 'ended', ended_at = entered_at`);
  const again = await once.begin();
  await once.enterAll(again);
  expect(await once.entrance(again)).toMatchObject({ state: 'done', entered: 0 });
  expect(await once.inside()).toEqual(once.ids);
});

it('holds the journey’s share out, and records it', async () => {
  const crowd = await aCrowd(60, { holdout: 0.5 });
  await crowd.enterAll(await crowd.begin(), { ...crowd.deps, page: 50 });
  const held = await crowd.db
    .select()
    .from(runs)
    .where(and(eq(runs.journeyId, crowd.journeyId), runs.holdout));
  const arms = await crowd.db.select().from(assignments).where(eq(assignments.arm, 'holdout'));
  expect(held.length).toBeGreaterThan(10);
  expect(held.length).toBeLessThan(50);
  expect(arms.map(({ profileId }) => profileId).sort()).toEqual(held.map(({ profileId }) => profileId).sort());
});

it('stands still while the journey is paused, and ends with it', async () => {
  const crowd = await aCrowd(9);
  const input = await crowd.begin();
  await enterPage(crowd.deps, input);
  const set = (state: 'paused' | 'live' | 'stopped') =>
    crowd.db.update(journeys).set({ state, pausedAt: state === 'paused' ? noon : null });
  await set('paused');
  expect(await enterPage(crowd.deps, input)).toMatchObject({ kind: 'rest' });
  expect(await crowd.inside()).toEqual(crowd.ids.slice(0, 3));
  await set('live');
  expect(await enterPage(crowd.deps, input)).toEqual({ kind: 'again' });
  await set('stopped');
  expect(await enterPage(crowd.deps, input)).toEqual({ kind: 'done' });
  expect(await crowd.entrance(input)).toMatchObject({ state: 'stopped', entered: 6 });
  await set('live');
  expect(await enterPage(crowd.deps, input)).toEqual({ kind: 'done' });
  expect(await crowd.inside()).toEqual(crowd.ids.slice(0, 6));
});

it('goes on in the next life of the system where it stood', async () => {
  const crowd = await aCrowd(9);
  const input = await crowd.begin();
  await enterPage(crowd.deps, input);
  const epoch = await reseat(crowd.db, crowd.clock);
  expect(await enterPage(crowd.deps, input)).toEqual({ kind: 'done' });
  const asked = await crowd.db.select().from(outbox).where(eq(outbox.kind, 'entrance'));
  expect(asked.map(({ entranceId }) => entranceId)).toEqual([input.entranceId]);
  await crowd.enterAll({ ...input, epoch });
  expect(await crowd.inside()).toEqual(crowd.ids);
});

it('stands no more than a few convoys ahead of the drives', async () => {
  const crowd = await aCrowd(2_600);
  const input = await crowd.begin();
  const own = { ...crowd.deps, page: undefined };
  expect(await crowd.enterAll(input, own)).toEqual({ kind: 'rest', ms: 1_000 });
  expect(await crowd.inside()).toHaveLength(2_000);
  await crowd.db.execute(sql`update runs set convoy_id = null`);
  expect(await crowd.enterAll(input, own)).toEqual({ kind: 'rest', ms: 1_000 });
  // Those of another journey are nobody before this one.
  const { journeyId } = await goLive(crowd.db, crowd.workspaceId, crowd.document, noon);
  expect(await enterPage(crowd.deps, await crowd.begin(undefined, journeyId))).toEqual({ kind: 'again' });
  // Whom a fault holds up there is waited for by nobody.
  const one = sql`select id from runs where journey_id = ${crowd.journeyId} limit 1`;
  await crowd.db.execute(sql`update runs set phase = 'parked', error = 'A fault' where id in (${one})`);
  expect(await crowd.enterAll(input, own)).toEqual({ kind: 'done' });
  expect(await crowd.inside()).toHaveLength(2_600);
});

it('reads none of those who came further, however many wait there', async () => {
  const crowd = await aCrowd(8);
  const input = await crowd.begin();
  await enterPage(crowd.deps, input);
  await crowd.db.execute(sql`update runs set step = 'later', phase = 'waiting', convoy_id = null`);
  await crowd.db.execute(sql`
    with people as (
      insert into profiles (workspace_id, id, created_at, updated_at)
      select ${crowd.workspaceId}, gen_random_uuid(), now(), now() from generate_series(1, 5000) returning id
    )
    insert into runs (workspace_id, profile_id, id, journey_id, journey_version_id, entry_key, phase, step, arrived_at, entry, entered_at, due_at, created_at)
    select workspace_id, people.id, gen_random_uuid(), journey_id, journey_version_id, 'many', 'waiting', 'later', arrived_at, entry, entered_at, due_at, created_at
    from people cross join (select * from runs limit 1) like_this`);
  await crowd.db.execute(sql`analyze runs`);
  const read = await rowsRead(crowd.url, ({ db }) => enterPage({ ...crowd.deps, db }, input));
  expect(await crowd.entrance(input)).toMatchObject({ entered: 6 });
  expect(read['runs']).toBeLessThan(500);
});

it('asks for a crowd that is on its way, and for none that is over', async () => {
  const crowd = await aCrowd(2);
  await crowd.enterAll(await crowd.begin());
  const running = await crowd.begin();
  await crowd.db.delete(outbox);
  await crowd.db.transaction((tx) => askEntrances(tx, crowd.clock, sql`true`));
  expect(await crowd.db.select().from(outbox)).toMatchObject([{ kind: 'entrance', entranceId: running.entranceId }]);
});
