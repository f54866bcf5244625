import type { Condition, JsonObject, ProfileId, SegmentId } from '@wend/engine';
import { beforeAll, expect, it } from 'vitest';
import { aWorkspace } from '../../../test/harness/a-workspace.ts';
import { aDatabase, type TestDatabase } from '../../../test/harness/index.ts';
import { newId } from '../../ids/index.ts';
import { profiles, segments } from '../../tables/index.ts';
import { judge } from '../judge.ts';
import { LiveWorld } from './live-world.ts';
import { standIn } from './stand-in.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await aDatabase();
});

const gold: Condition = { kind: 'attribute', path: 'tier', op: 'is', value: 'gold' };

/** A shop with a segment; `inside` asks of which of these people a run finds that they are in it. */
async function aShop(condition: Condition) {
  const { db } = database;
  const workspaceId = await aWorkspace(db, 0);
  const segment = await aSegment(condition);
  return { aSegment, aPerson, inside, segment, workspaceId };

  async function aSegment(asks: Condition): Promise<SegmentId> {
    const id = newId<SegmentId>();
    await db.insert(segments).values({ workspaceId, id, name: id, condition: asks, changedAt: 0, createdAt: 0 });
    return id;
  }

  async function aPerson(attributes: JsonObject, mergedInto?: ProfileId): Promise<ProfileId> {
    const id = newId<ProfileId>();
    await db.insert(profiles).values({ workspaceId, id, attributes, mergedInto, createdAt: 0, updatedAt: 0 });
    return id;
  }

  async function inside(people: readonly ProfileId[], asked: string = segment, late: readonly string[] = []) {
    const world = new LiveWorld(
      { db, judge, workspaceId, document: { timeZone: 'profile' }, now: 0 },
      new Set(),
      new Set(late),
    );
    const request = { kind: 'segment', segment: asked } as const;
    const runs = people.map((id) => standIn(id, id, { name: '', properties: {}, at: 0 }));
    return { answers: await world.facts(runs.map((run) => ({ run, request }))), held: [...world.held] };
  }
}

it('says of each run whether its person is in the segment, as the segment itself says', async () => {
  const shop = await aShop(gold);
  const [ada, bob] = [await shop.aPerson({ tier: 'gold' }), await shop.aPerson({ tier: 'silver' })];
  const joined = await shop.aPerson({ tier: 'silver' }, ada);
  expect((await shop.inside([bob, ada, joined, ada])).answers).toEqual([false, true, true, true]);
});

it('asks the engine where the database cannot say, and what one segment asks of another', async () => {
  const shop = await aShop({ kind: 'attribute', path: 'city', op: 'is', value: 'zürich' });
  const [ada, bob] = [await shop.aPerson({ city: 'ZÜRICH' }), await shop.aPerson({ city: 'Bern' })];
  expect((await shop.inside([ada, bob])).answers).toEqual([true, false]);
  const others = await shop.aSegment({ kind: 'not', of: { kind: 'segment', segment: shop.segment } });
  expect((await shop.inside([ada, bob], others)).answers).toEqual([false, true]);
});

it('finds nobody in a segment that is not there, or of another workspace', async () => {
  const [shop, other] = [await aShop(gold), await aShop(gold)];
  const ada = await shop.aPerson({ tier: 'gold' });
  expect((await shop.inside([ada], other.segment)).answers).toEqual([false]);
  expect((await shop.inside([ada], 'lapsed')).answers).toEqual([false]);
});

it('holds a run whose own change of its person is still to be learned', async () => {
  const shop = await aShop(gold);
  const ada = await shop.aPerson({ tier: 'silver' });
  expect((await shop.inside([ada], shop.segment, [ada])).held).toEqual([ada]);
  expect((await shop.inside([ada])).held).toEqual([]);
});

it('lets a filter of an event ask for a segment', async () => {
  const shop = await aShop(gold);
  const [ada, bob] = [await shop.aPerson({ tier: 'gold' }), await shop.aPerson({})];
  const condition: Condition = { kind: 'segment', segment: shop.segment };
  const event = { name: 'Ordered', properties: {}, at: 0 };
  const asked = [ada, bob].map((profileId) => ({ profileId, condition, event }));
  expect(await judge.events(database.db, shop.workspaceId, asked)).toEqual([true, false]);
});
