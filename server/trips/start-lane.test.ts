import { type AddressInfo, createServer } from 'node:net';
import { Client, Connection, defaultPayloadConverter, isGrpcServiceError } from '@temporalio/client';
import { type ConvoyInput, type ConvoyRest, convoyWorkflowId, taskQueues } from '@wend/workflows';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { aWorkspace, type Published } from '../../test/harness/a-workspace.ts';
import { temporalAddress } from '../../test/harness/index.ts';
import { until } from '../../test/harness/until.ts';
import { aDocument } from '../../test/run-loop/bed/nodes.ts';
import { aTestBed, START, type TestBed, verbs } from '../../test/run-loop/bed/test-bed.ts';
import { newId } from '../ids/index.ts';
import { convoys, outbox } from '../tables/index.ts';
import { askFor } from './ask-temporal.ts';
import { LINGER_MS, StartLane } from './start-lane.ts';

/** A status of gRPC. */
const NOT_FOUND = 5;
const done: ConvoyRest = { kind: 'done', calls: [] };
const rest: ConvoyRest = { kind: 'rest', ms: 60_000, calls: [] };
const again: ConvoyRest = { kind: 'again', calls: [] };
const document = aDocument({ pause: { type: 'rest', config: { for: 'PT1H' } } });

let bed: TestBed;
let client: Client;
let errors: unknown[];
let counted: string[];
let lane: StartLane;
let drives: (input: ConvoyInput) => Promise<ConvoyRest>;
const queues = taskQueues(`lane-${newId()}`);

beforeEach(async () => {
  bed = await aTestBed();
  client = new Client({ connection: await Connection.connect({ address: await temporalAddress() }) });
  errors = [];
  counted = [];
  drives = async () => done;
  lane = new StartLane({
    ...{ db: bed.db, clock: bed.clock, client, queues, berths: { small: 4, crowd: 2 } },
    drive: (input) => drives(input),
    counts: {
      left: (queue, runs) => counted.push(`${queue} ${runs}`),
      asked: (workflow) => counted.push(workflow),
    },
    onError: (error) => errors.push(error),
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await lane.stop();
  await client.connection.close();
  await bed.close();
});

async function enterOne(their: Pick<TestBed, 'enter' | 'person'>, journey: Published): Promise<void> {
  await their.enter(journey, await their.person());
  lane.look();
}

/** One who enters, led as far as the lane leads them. Answers their convoy's events in Temporal; none where there is no workflow. */
async function afterOneHasLeft() {
  await enterOne(bed, await bed.journey(document));
  lane.start();
  await until(async () => (await outboxOfConvoys()) === 0);
  const [convoy] = await bed.db.select().from(convoys);
  if (!convoy) throw new Error('No convoy');
  return historyOf(convoyWorkflowId(convoy.id));
}

async function historyOf(workflowId: string) {
  const history = await client.workflow
    .getHandle(workflowId)
    .fetchHistory()
    .catch((error: unknown) => {
      if (isGrpcServiceError(error) && error.code === NOT_FOUND) return { events: [] };
      throw error;
    });
  const events = history.events ?? [];
  const [payload] = events[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  return {
    input: payload && defaultPayloadConverter.fromPayload(payload),
    signals: events.flatMap(({ workflowExecutionSignaledEventAttributes: said }) => said?.signalName ?? []),
  };
}

const outboxOfConvoys = () =>
  bed.db
    .select()
    .from(outbox)
    .then((rows) => rows.filter(({ kind }) => kind === 'convoy').length);

it('drives who leaves in this process; of a convoy that ends there Temporal never hears', async () => {
  const driven: ConvoyInput[] = [];
  drives = async (input) => {
    driven.push(input);
    return done;
  };
  expect(await afterOneHasLeft()).toEqual({ input: undefined, signals: [] });
  expect(driven).toMatchObject([{ workspaceId: bed.workspaceId, epoch: 1, queue: 'small' }]);
  expect(counted.filter((one) => one !== 'clock')).toEqual(['small 1']);
});

it('needs no Temporal for who ends on the first leg, and waits for none', async () => {
  const silent = createServer();
  await new Promise<void>((listens) => silent.listen(0, '127.0.0.1', listens));
  const nowhere = Connection.lazy({ address: `127.0.0.1:${(silent.address() as AddressInfo).port}` });
  const alone = new StartLane({
    ...{ db: bed.db, clock: bed.clock, client: new Client({ connection: nowhere }), queues },
    ...{ berths: { small: 4, crowd: 2 }, drive: async () => done, onError: (error) => errors.push(error) },
  });
  const asked = new Promise((resolve) => silent.once('connection', resolve));
  alone.start();
  // Its clock is asked for, and no answer comes.
  await asked;
  await bed.enter(await bed.journey(document), await bed.person());
  alone.look();
  await until(async () => (await outboxOfConvoys()) === 0);
  expect(await bed.db.$count(outbox, eq(outbox.kind, 'clock'))).toBe(1);
  // It is given up after a while, and its row stays.
  await alone.stop();
  expect(await bed.db.$count(outbox, eq(outbox.kind, 'clock'))).toBe(1);
  expect(errors).toHaveLength(1);
  await nowhere.close();
  silent.close();
});

it('has a workflow go on from the rest that the first leg came to, without another drive', async () => {
  drives = async () => rest;
  expect(await afterOneHasLeft()).toMatchObject({ input: { came: rest }, signals: [] });
  expect(counted.filter((one) => one !== 'clock')).toEqual(['small 1', 'convoy']);
});

it('has a workflow go on where something is called', async () => {
  const calling: ConvoyRest = { kind: 'done', calls: [{ nodeType: 'webhook' }] };
  drives = async () => calling;
  expect(await afterOneHasLeft()).toMatchObject({ input: { came: calling } });
});

it('wakes the workflow that a wake has started beside the first leg', async () => {
  drives = async ({ workspaceId, convoyId, epoch, queue }) => {
    await askFor({ client, queues }, { kind: 'convoy', rows: [], workspaceId, convoyId, epoch, queue, size: 1 });
    return rest;
  };
  const { input, signals } = await afterOneHasLeft();
  expect(input).not.toHaveProperty('came');
  expect(signals).toEqual(['wake', 'wake']);
});

it('leaves it to Temporal, which tries again, where the first leg fails', async () => {
  drives = async () => Promise.reject(new Error('The database is away'));
  expect(await afterOneHasLeft()).toMatchObject({ signals: ['wake'] });
  expect(counted.filter((one) => one !== 'clock')).toEqual(['small 1', 'convoy']);
  expect(errors).toEqual([new Error('The database is away')]);
  errors = [];
});

it('goes on while there is more to do at once, and hands over when the process stops', async () => {
  let count = 0;
  drives = async () => {
    count += 1;
    // The stop is asked for in the midst of the third.
    if (count === 3) void lane.stop();
    return again;
  };
  expect(await afterOneHasLeft()).toMatchObject({ input: { came: again } });
  expect(count).toBe(3);
});

it('lets the next leave as soon as a place is free', async () => {
  const legs: (() => void)[] = [];
  drives = () => new Promise((resolve) => legs.push(() => resolve(done)));
  const journey = await bed.journey(document);
  lane.start();
  for (let n = 1; n <= 4; n += 1) {
    await enterOne(bed, journey);
    await until(() => legs.length === n);
  }
  await enterOne(bed, journey);
  await enterOne(bed, journey);
  expect(await sizes()).toEqual(['forming 2', ...Array(4).fill('started 1')]);
  legs[0]?.();
  await until(() => legs.length === 5);
  expect(await sizes()).toEqual([...Array(4).fill('started 1'), 'started 2']);
  for (const end of legs) end();
});

it('lingers once more than one has left, so that whoever comes meanwhile leaves together', async () => {
  const lingering = heldTimers(LINGER_MS);
  const journey = await bed.journey(document);
  const other = verbs(bed.db, bed.clock, await aWorkspace(bed.db, START, ['sms']));
  await enterOne(bed, journey);
  await enterOne(other, await other.journey(document));
  lane.start();
  await until(() => lingering.length === 1);
  expect(await sizes()).toEqual(['started 1', 'started 1']);
  for (let n = 0; n < 3; n += 1) await enterOne(bed, journey);
  expect(await sizes()).toEqual(['forming 3', 'started 1', 'started 1']);
  lingering[0]?.();
  await until(async () => (await sizes()).includes('started 3'));
  for (const end of lingering) end();
  expect(errors).toEqual([]);
});

async function sizes(): Promise<readonly string[]> {
  return (await bed.db.select().from(convoys)).map(({ phase, size }) => `${phase} ${size}`).sort();
}

/** Timers of this length end when the test says so. */
function heldTimers(heldMs: number): readonly (() => void)[] {
  const held: (() => void)[] = [];
  const real = setTimeout;
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((run: () => void, ms?: number) => {
    if (ms !== heldMs) return real(run, ms);
    held.push(run);
    return real(() => {}, 0);
  }) as typeof setTimeout);
  return held;
}
