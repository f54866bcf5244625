import { once } from 'node:events';
import { Context } from '@temporalio/activity';
import { convoyWorkflowId } from '@wend/workflows';
import { readBundle } from '@wend/workflows/bundle';
import { eq } from 'drizzle-orm';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { temporalAddress, until, workflowBundle } from '../../test/harness/index.ts';
import { aLiveBed, type LiveBed, type LiveOptions } from '../../test/run-loop/bed/live-bed.ts';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aProvider } from '../../test/run-loop/bed/provider.ts';
import { databaseClock } from '../clock/index.ts';
import { runs } from '../tables/index.ts';
import type { DrivePoint } from './deps.ts';

let bundle: LiveOptions['bundle'];
let bed: LiveBed;
beforeAll(async () => {
  bundle = await readBundle(await workflowBundle());
});
afterEach(() => bed.close());

const oneMessage = aDocument({ nudge: { type: 'say' } });

/** Something that happens once, and what waits for it. */
function aMoment() {
  let come = (): void => {};
  const coming = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { come: () => come(), coming };
}

/** A drive of one run at a time, which has sent its first message and stands still until it may go on; its time is the test's. */
async function aDriveThatStands(atNext: () => Promise<void>) {
  let nowMs = 0;
  const [stands, goesOn] = [aMoment(), aMoment()];
  let times = 0;
  const at = async (point: DrivePoint): Promise<void> => {
    if (point !== 'claimed' || bed.provider.requests.length === 0) return;
    times += 1;
    stands.come();
    if (times === 1) await goesOn.coming;
    else if (times === 2) await atNext();
  };
  bed = await aLiveBed({
    temporal: await temporalAddress(),
    bundle,
    parts: {
      at,
      settings: { sliceMs: 20_000, batch: 1 },
      clock: { ...databaseClock, monotonicMs: () => nowMs },
    },
  });
  const journey = await bed.journey(oneMessage);
  const people = await Promise.all([bed.person(), bed.person(), bed.person()]);
  await bed.enterAll(journey, people, { isLeft: true });
  bed.look();
  await stands.coming;
  const [run] = await bed.db.select().from(runs);
  const handle = bed.client.workflow.getHandle(convoyWorkflowId(run?.convoyId ?? (await anyConvoy())));
  return {
    handle,
    /** The drive goes on, so many milliseconds later. */
    goOn: (afterMs: number): void => {
      nowMs += afterMs;
      goesOn.come();
    },
  };
}

async function anyConvoy() {
  const convoyId = (await bed.db.select().from(runs)).find((run) => run.convoyId !== null)?.convoyId;
  if (!convoyId) throw new Error('Nobody is in a convoy');
  return convoyId;
}

async function lastHeartbeat(workflowId: string): Promise<unknown> {
  const { pendingActivities } = await bed.client.workflowService.describeWorkflowExecution({
    namespace: 'default',
    execution: { workflowId },
  });
  return pendingActivities?.[0]?.lastHeartbeatTime ?? undefined;
}

it('tells Temporal that a drive lives when it has made progress, once it has lasted two seconds', async () => {
  const ends = aMoment();
  const { handle, goOn } = await aDriveThatStands(() => ends.coming);
  expect(await lastHeartbeat(handle.workflowId)).toBeUndefined();
  goOn(2_001);
  await until(async () => (await lastHeartbeat(handle.workflowId)) !== undefined);
  ends.come();
  await handle.result();
  expect(bed.provider.delivered).toHaveLength(3);
});

it('obeys when its activity is cancelled: sends no more and gives everybody back', async () => {
  const { handle, goOn } = await aDriveThatStands(async () => {
    const { cancellationSignal } = Context.current();
    if (!cancellationSignal.aborted) await once(cancellationSignal, 'abort');
  });
  await handle.cancel();
  await expect(handle.result()).rejects.toThrow();
  goOn(2_001);
  await until(async () => (await bed.db.select().from(runs)).every(({ claim }) => claim === null));
  expect(bed.provider.requests).toHaveLength(1);
  // Whoever was sent to before goes on; how far the next one came by then is of no account.
  expect(await bed.db.$count(runs, eq(runs.phase, 'ended'))).toBe(1);
});

it('ends its drive though a provider does not answer, and records the answer when it comes', async () => {
  const answer = aMoment();
  bed = await aLiveBed({
    temporal: await temporalAddress(),
    bundle,
    // Longer than anybody here is patient: only the end of its slice ends this drive.
    provider: await aProvider({ timeoutMs: 200_000 }),
    parts: { settings: { leaseMs: 400_000 } },
  });
  const called = aMoment();
  bed.provider.onSend = async () => {
    bed.provider.onSend = undefined;
    called.come();
    await answer.coming;
  };
  const journey = await bed.journey(oneMessage);
  const hung = await bed.enter(journey, await bed.person());
  bed.look();
  await called.coming;
  await until(async () => (await bed.run(hung)).claim === null);
  expect(await bed.messages(hung)).toMatchObject([{ state: 'sending', outcome: null }]);
  const other = await bed.enter(journey, await bed.person());
  bed.look();
  await bed.ended(other);
  answer.come();
  await bed.ended(hung);
  expect(bed.provider.delivered).toHaveLength(2);
});
