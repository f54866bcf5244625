import { setTimeout as pause } from 'node:timers/promises';
import { brandId, type JourneyVersionId, type ProfileId, type RunId } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { and, eq, sql } from 'drizzle-orm';
import { databaseClock } from '../../../server/clock/index.ts';
import { records } from '../../../server/database/index.ts';
import { newId } from '../../../server/ids/index.ts';
import { journeys, messages, runs } from '../../../server/tables/index.ts';
import { askClock } from '../../../server/trips/ask-clock.ts';
import { until } from '../../harness/until.ts';
import { addressesOf, peopleOf } from '../bed/crowd.ts';
import type { Case } from '../frame/case.ts';
import type { Scene } from '../frame/scene.ts';

const FEW = 2_000;
const MANY = 100_000;
const AT_ONCE = 1_000;
const MINUTE_MS = 60_000;
/** Their way out costs more than their way in: gates, a call, an answer. */
const DEARER = 6;

/** A text to everybody, a day after they came. */
const tomorrow = () =>
  aJourney()
    .entry('Never Said')
    .wait('P1D', 'day')
    .step('sms', { body: 'It is a day since', frequencyCap: 'ignore' }, 'text')
    .with({ name: 'Tomorrow', quietHours: 'none' })
    .document();

/**
 * People and their runs are written in sets, as learning and entering write them: by events a hundred thousand would take longer than all
 * the rest. Drives bring them into their wait; then their day is made to be over at a moment within the outage. They may be late by the rest of
 * the outage, a start, and the time that this machine needs to drive as many: a multiple of what it has just needed to bring them in.
 */
export const waiting: Case = {
  name: 'restart-many',
  what: `kill -9 of everything with ${FEW} people waiting (${MANY} with --full), whose time comes during the outage`,
  blows: 0,
  journey: tomorrow,
  settlesWithinMs: 30 * MINUTE_MS,
  demandOf: () => ({ phase: 'ended', path: ['day', 'text'], sent: ['text'] }),
  async run(scene) {
    const count = scene.full ? MANY : FEW;
    const beganMs = Date.now();
    await letIn(scene, peopleOf('w', count));
    await until(async () => (await waitingNow(scene)) === count, {
      everyMs: 500,
      withinMs: 30 * MINUTE_MS,
      missing: () => 'Not everybody came to wait',
    });
    const neededMs = Date.now() - beganMs;
    const outageMs = scene.outageMs(5 * MINUTE_MS);
    await makeDue(scene, outageMs);
    await scene.wend.killAll();
    await pause(outageMs);
    await scene.wend.begin();
    const mayTakeMs = MINUTE_MS + DEARER * neededMs;
    const backMs = Date.now();
    scene.alsoMust.push(() => lateBy(scene, backMs, mayTakeMs));
  },
};

async function letIn(scene: Scene, people: readonly string[]): Promise<void> {
  const { wend, shop, journeyId } = scene;
  const { db } = wend;
  const { workspaceId } = shop;
  const [journey] = await db.select().from(journeys).where(eq(journeys.id, journeyId));
  const versionId = brandId<JourneyVersionId>(journey?.liveVersionId ?? '');
  for (let from = 0; from < people.length; from += AT_ONCE) {
    const some = people.slice(from, from + AT_ONCE).map((person) => {
      const [phone] = addressesOf(person);
      return { person, phone, id: newId<ProfileId>(), pointId: newId(), runId: newId<RunId>() };
    });
    for (const { person } of some) scene.expect(person);
    const given = records('given', some, { person: 'text', phone: 'text', id: 'uuid', pointId: 'uuid', runId: 'uuid' });
    await db.transaction(async (tx) => {
      await tx.execute(sql`
        insert into profiles (workspace_id, id, attributes, created_at, updated_at) select ${workspaceId}, id, jsonb_build_object('phone', phone), now(), now() from ${given}`);
      await tx.execute(sql`
        insert into profile_identities (workspace_id, kind, value, profile_id, created_at) select ${workspaceId}, 'user', person, id, now() from ${given}`);
      await tx.execute(sql`
        insert into contact_points (workspace_id, profile_id, id, channel, address, created_at) select ${workspaceId}, id, point_id, 'sms', phone, now() from ${given}`);
      await tx.execute(sql`
        insert into consent_states (workspace_id, profile_id, channel, topic, state, at) select ${workspaceId}, id, 'sms', '*', 'granted', now() from ${given}`);
      await tx.execute(sql`
        insert into runs (workspace_id, profile_id, id, journey_id, journey_version_id, entry_key, arrived_at, entry, entered_at, due_at, created_at)
        select ${workspaceId}, id, run_id, ${journeyId}, ${versionId}, '', now(), jsonb_build_object('name', 'Never Said', 'properties', '{}'::jsonb, 'at', ${Date.now()}::bigint), now(), now(), now() from ${given}`);
      await askClock(tx, databaseClock, workspaceId);
    });
  }
}

function waitingNow({ wend, journeyId }: Scene): Promise<number> {
  return wend.db.$count(runs, and(eq(runs.journeyId, journeyId), eq(runs.phase, 'waiting'), eq(runs.step, 'day')));
}

/** Each at a moment of their own, from in a moment until the end of the outage. */
async function makeDue({ wend, shop, journeyId }: Scene, outageMs: number): Promise<void> {
  await wend.db.transaction(async (tx) => {
    await tx.execute(sql`
      with due as (
        update runs set due_at = now() + interval '2 seconds' + (abs(hashtext(id::text)) % ${outageMs}) * interval '1 millisecond'
        where journey_id = ${journeyId} returning workspace_id, profile_id, id, due_at
      )
      update waits set until = due.due_at from due
      where waits.workspace_id = due.workspace_id and waits.profile_id = due.profile_id and waits.run_id = due.id`);
    await askClock(tx, databaseClock, shop.workspaceId);
  });
}

/** Whose message left later than the outage and this machine explain. */
async function lateBy({ wend, journeyId }: Scene, backMs: number, mayTakeMs: number): Promise<readonly string[]> {
  const [last] = await wend.db
    .select({ at: sql<string>`extract(epoch from max(sending_at)) * 1000` })
    .from(messages)
    .where(eq(messages.journeyId, journeyId));
  const tookMs = Math.round(Number(last?.at ?? 0) - backMs);
  return tookMs <= mayTakeMs
    ? []
    : [`The last left ${tookMs} ms after everything was back, and this machine needs ${mayTakeMs} ms at most`];
}
