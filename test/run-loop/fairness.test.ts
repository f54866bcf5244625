import type { WorkspaceId } from '@wend/engine';
import { readBundle } from '@wend/workflows/bundle';
import { eq, inArray } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseClock } from '../../server/clock/index.ts';
import { usualLanes } from '../../server/process/roles/worker.ts';
import { outbox, runs } from '../../server/tables/index.ts';
import { wakeRuns } from '../../server/trips/wake-runs.ts';
import { aWorkspace } from '../harness/a-workspace.ts';
import { temporalAddress, workflowBundle } from '../harness/index.ts';
import { until } from '../harness/until.ts';
import { aLiveBed, type LiveBed } from './bed/live-bed.ts';
import { aDocument } from './bed/nodes.ts';
import { verbs } from './bed/test-bed.ts';

/** A gate before the messages of a person's workspace: closed until somebody opens it. */
let open: () => void = () => {};
const gate = new Promise<void>((resolve) => (open = resolve));
let crowd: WorkspaceId;
let bed: LiveBed;
beforeAll(async () => {
  const [temporal, bundle] = await Promise.all([temporalAddress(), workflowBundle().then(readBundle)]);
  const lanes = { small: { ...usualLanes.small, slots: 4, turns: { ofOne: 2, room: 3 } } };
  bed = await aLiveBed({
    temporal,
    bundle,
    parts: {
      lanes,
      render: async (_, messages) => {
        if (messages.some(({ workspaceId }) => workspaceId === crowd)) await gate;
        return new Map(
          messages.map(({ id, spec }) => [id, { kind: 'rendered', payload: { ...spec.content }, links: [] }]),
        );
      },
    },
  });
  crowd = bed.workspaceId;
});
afterAll(async () => {
  open();
  await bed.close();
});

it('drives the one run of a workspace while another fills its share and stands before it in the queue', async () => {
  const journey = await bed.journey(
    aDocument({ pause: { type: 'rest', config: { for: 'PT2M' } }, nudge: { type: 'say' } }),
  );
  const theirs = [];
  for (let n = 0; n < 12; n += 1) {
    const run = await bed.enter(journey, await bed.person());
    bed.look();
    await bed.comesTo(run, 'waiting');
    theirs.push(run);
  }
  // Each in a convoy of its own, all due at once.
  const keys = await bed.db
    .update(runs)
    .set({ dueAt: await databaseClock.now(bed.db) })
    .where(inArray(runs.id, theirs))
    .returning({ profileId: runs.profileId, runId: runs.id });
  await bed.db.transaction((tx) => wakeRuns(tx, databaseClock, crowd, keys));
  bed.look();
  await until(async () => (await bed.db.$count(outbox, eq(outbox.workspaceId, crowd))) === 0);
  const workspaceId = await aWorkspace(bed.db, await databaseClock.now(bed.db), ['sms', 'email']);
  const other = verbs(bed.db, databaseClock, workspaceId);
  const lone = await other.enter(await other.journey(aDocument({ nudge: { type: 'say' } })), await other.person());
  bed.look();
  await bed.ended(lone);
  // Nobody of the crowd has got anything: it stood before the gate all the while.
  expect(bed.provider.delivered).toHaveLength(1);
  open();
  await Promise.all(theirs.map((run) => bed.ended(run)));
  expect(bed.provider.delivered).toHaveLength(13);
});
