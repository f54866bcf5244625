import { afterEach, expect, it } from 'vitest';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed, START, type TestBed } from '../../test/run-loop/bed/test-bed.ts';
import type { Context } from '../access/index.ts';
import { readMessages } from './messages.ts';

const oneMessage = aDocument({ nudge: { type: 'say' } });
let bed: TestBed;
afterEach(() => bed.close());

it('lists the messages of each state, also of those on their way whose run is over', async () => {
  bed = await aTestBed({ honesty: 'traceable' });
  const journey = await bed.journey(oneMessage);
  const enter = async (person: Parameters<TestBed['person']>[0] = {}) => {
    const profileId = await bed.person(person);
    return { profileId, runId: await bed.enter(journey, profileId) };
  };
  const accepted = await enter();
  const skipped = await enter({ consents: false });
  await bed.trips.runUntil(START);
  bed.provider.manner = 'swallow';
  const leaving = await enter();
  const sending = await enter();
  await bed.trips.runUntil(START);
  await bed.exit(leaving.profileId, leaving.runId);
  await bed.trips.runUntil(START + 1_000);
  expect(await bed.run(leaving.runId)).toMatchObject({ phase: 'ended' });
  bed.provider.manner = 'retry';
  const planned = await enter();
  await bed.trips.runUntil(START + 1_000);
  const context: Context = {
    db: bed.reads.in(bed.workspaceId),
    clock: bed.clock,
    trips: bed.trips,
    workspaceId: bed.workspaceId,
    actor: { id: 'system', name: 'Test', role: 'owner' },
  };
  const listed = async (state: string) =>
    new Set((await readMessages(context, { state, limit: 10 })).map(({ runId }) => runId));
  expect(await listed('accepted')).toEqual(new Set([accepted.runId]));
  expect(await listed('skipped')).toEqual(new Set([skipped.runId]));
  expect(await listed('sending')).toEqual(new Set([leaving.runId, sending.runId]));
  expect(await listed('planned')).toEqual(new Set([planned.runId]));
});
