import { builtInNodes, type JourneyDocument, type JourneyId, nodeTypesOf } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { and, asc, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { WriteHandle } from '../../server/access/write-handle.ts';
import { createJourney } from '../../server/journeys/create.ts';
import { publishJourney } from '../../server/journeys/publish.ts';
import { saveDraft } from '../../server/journeys/save-draft.ts';
import { assignments, journeyVersions, profileIdentities, runs } from '../../server/tables/index.ts';
import { aShop } from '../shop/a-shop.ts';

const START = Date.UTC(2025, 2, 3, 12);
const HOUR = 3_600_000;
const nodeTypes = nodeTypesOf(builtInNodes);

/** A shop whose publisher publishes one journey again and again, by the verbs of the product. */
async function aPublisher() {
  const shop = await aShop(START);
  const { clock, trips, workspaceId } = shop;
  const { db } = shop.database;
  const actor = { id: 'user:ada', name: 'Ada', role: 'owner' } as const;
  const context = { writes: new WriteHandle(db), clock, trips, workspaceId, actor };
  let made: { readonly id: JourneyId; revision: number } | undefined;
  return {
    db,
    async publish(document: JourneyDocument): Promise<void> {
      made ??= { id: await createJourney.by(context, document), revision: 0 };
      made.revision = made.revision === 0 ? 1 : await saveDraft.by(context, made.id, made.revision, document);
      await publishJourney.by(context, { nodeTypes }, made.id, made.revision, '');
    },
    /** Somebody signs up now, and time goes on. */
    async signUp(userId: string, hours = 0): Promise<void> {
      const timestamp = new Date(await clock.now()).toISOString();
      await shop.post([{ type: 'track', event: 'Signed Up', userId, messageId: `${userId} ${timestamp}`, timestamp }]);
      await trips.runUntil((await clock.now()) + hours * HOUR);
    },
    /** Of each run of a person: its version, where it has come to, how it stands. */
    ways: (userId: string) =>
      db
        .select({ version: journeyVersions.number, step: runs.step, phase: runs.phase })
        .from(runs)
        .innerJoin(profileIdentities, eq(profileIdentities.profileId, runs.profileId))
        .innerJoin(journeyVersions, eq(journeyVersions.id, runs.journeyVersionId))
        .where(and(eq(profileIdentities.kind, 'user'), eq(profileIdentities.value, userId)))
        .orderBy(asc(runs.enteredAt)),
  };
}

it('lets who is inside go on in their version to its end, and all who come later enter the next', async () => {
  const { publish, signUp, ways } = await aPublisher();
  const version = (last: string) => aJourney().entry('Signed Up').wait('PT24H').end(last).document();
  await publish(version('old-end'));
  await signUp('ada', 1);
  await publish(version('new-end'));
  await signUp('grace', 1);
  expect(await ways('ada')).toEqual([{ version: 1, phase: 'waiting', step: 'wait' }]);
  expect(await ways('grace')).toEqual([{ version: 2, phase: 'waiting', step: 'wait' }]);
  await signUp('jonas', 25);
  expect(await ways('ada')).toEqual([{ version: 1, phase: 'ended', step: 'old-end' }]);
  for (const later of ['grace', 'jonas'])
    expect(await ways(later)).toEqual([{ version: 2, phase: 'ended', step: 'new-end' }]);
});

it('keeps a person in the arm that was recorded, when the shares have changed and they enter again', async () => {
  const { db, publish, signUp, ways } = await aPublisher();
  const version = (a: number) =>
    aJourney()
      .entry('Signed Up')
      .split({ a, b: 1 - a })
      .end('end-a')
      .on('split', 'b')
      .end('end-b')
      .document();
  await publish(version(1));
  await signUp('ada', 1);
  await publish(version(0));
  await signUp('ada', 1);
  await signUp('grace', 1);
  expect(await ways('ada')).toEqual([
    { version: 1, phase: 'ended', step: 'end-a' },
    { version: 2, phase: 'ended', step: 'end-a' },
  ]);
  expect(await ways('grace')).toEqual([{ version: 2, phase: 'ended', step: 'end-b' }]);
  expect((await db.select().from(assignments)).map(({ step, arm }) => `${step} ${arm}`).sort()).toEqual([
    'split a',
    'split b',
  ]);
});
