import { PassThrough } from 'node:stream';
import { readBundle } from '@wend/workflows/bundle';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeLog } from '../../server/watch/log.ts';
import { temporalAddress, until, workflowBundle } from '../harness/index.ts';
import { aLiveBed, type LiveBed } from './bed/live-bed.ts';
import { aDocument } from './bed/nodes.ts';

const ADA = '+447700900123';
let bed: LiveBed;
/** What the worker's log says. */
const logged: unknown[] = [];
beforeAll(async () => {
  const [temporal, bundle] = await Promise.all([temporalAddress(), workflowBundle().then(readBundle)]);
  const to = new PassThrough().on('data', (line) => logged.push(JSON.parse(String(line))));
  const log = makeLog({ role: 'worker', level: 'info', to: [to] });
  bed = await aLiveBed({ temporal, bundle, parts: { log } });
});
afterAll(() => bed.close());

/** What Temporal keeps of the drive of this convoy that failed last. */
function lastFailure(convoyId: string): Promise<string> {
  const convoy = bed.client.workflow.getHandle(`convoy-${convoyId}`);
  return until(async () => {
    const description = await convoy.describe().catch(() => undefined);
    const failure = description?.raw.pendingActivities?.[0]?.lastFailure;
    return failure ? JSON.stringify(failure) : undefined;
  });
}

it('tells Temporal the cause of a failure, and nothing of a person', async () => {
  const journey = await bed.journey(aDocument({ nudge: { type: 'say' } }));
  const person = await bed.person({ address: ADA });
  // Refused where the statement carries address and text.
  await bed.db.execute(sql`alter table messages add constraint closed check (state <> 'sending')`);
  const runId = await bed.enter(journey, person);
  const { convoyId } = await bed.run(runId);
  bed.look();
  const failure = await lastFailure(convoyId ?? '');
  expect(failure).toContain('violates check constraint');
  expect(failure).toContain('pass-gates.ts');
  expect(failure).not.toContain(ADA);
  expect(failure).not.toContain(person);
  await bed.db.execute(sql`alter table messages drop constraint closed`);
  await bed.ended(runId);
});

it('tells its log by ids of a run that could not be moved, as a warning while it is tried again and as an error once it is parked', async () => {
  logged.splice(0);
  const journey = await bed.journey(aDocument({ nudge: { type: 'say' } }));
  await bed.db.execute(sql`alter table visits add constraint closed check (step <> 'nudge') not valid`);
  const runId = await bed.enter(journey, await bed.person({ address: ADA }));
  const { convoyId } = await bed.run(runId);
  bed.look();
  await until(() => logged.length === 1);
  await bed.db.execute(sql`update runs set claims = 4, due_at = now() where id = ${runId}`);
  await bed.comesTo(runId, 'parked');
  await until(() => logged.length > 1);
  const about = { workspaceId: bed.workspaceId, convoyId, runId };
  expect(logged).toMatchObject([
    { ...about, level: 'warn', isParked: false },
    { ...about, level: 'error', isParked: true },
  ]);
  expect(JSON.stringify(logged)).not.toContain(ADA);
  await bed.db.execute(sql`alter table visits drop constraint closed`);
});
