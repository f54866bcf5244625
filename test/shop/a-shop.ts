import {
  builtInNodes,
  compile,
  type Instant,
  type JourneyDocument,
  type JourneyDocumentInput,
  journeyDocument,
  nodeTypesOf,
  type SourceId,
  type WorkspaceId,
} from '@wend/engine';
import { z } from 'zod';
import { VirtualClock } from '../../server/clock/index.ts';
import { createDriver, judge, type Performs, perform } from '../../server/drive/index.ts';
import { newId } from '../../server/ids/index.ts';
import { intakeRoutes, newWriteKey, writeKeyHash } from '../../server/intake/index.ts';
import { aMatcherMemory, learnOnce, matchOnce } from '../../server/matcher/index.ts';
import { sources } from '../../server/tables/index.ts';
import { askClock, tick, VirtualTrips } from '../../server/trips/index.ts';
import { aWorkspace, goLive, type Published } from '../harness/a-workspace.ts';
import { aDatabase, type TestDatabase } from '../harness/index.ts';

export interface Shop {
  readonly database: TestDatabase;
  readonly clock: VirtualClock;
  readonly trips: VirtualTrips;
  readonly workspaceId: WorkspaceId;
  publish(document: Omit<JourneyDocumentInput, 'format'>): Promise<Published>;
  /** Posts a batch to the public intake as a server would. */
  post(
    events: readonly object[],
  ): Promise<{ readonly accepted: number; readonly rejected: readonly { readonly reason: string }[] }>;
}

const posted = z.object({ accepted: z.number(), rejected: z.array(z.object({ reason: z.string() })) });
const types = nodeTypesOf(builtInNodes);

function planOf(document: JourneyDocument) {
  const compiled = compile(document, types);
  if (!compiled.ok) throw new Error(compiled.problems.map(({ step, sentence }) => `${step}: ${sentence}`).join('\n'));
  return compiled.plan;
}

/** A workspace with real intake, matcher, drive and Postgres under a virtual clock; a heap of rests stands in for Temporal. */
export async function aShop(start: Instant): Promise<Shop> {
  // As matcher and driver have it: who plans while a shop is empty must not read the whole of nine months later.
  const database = await aDatabase({ byIndex: true });
  const { db } = database;
  const clock = new VirtualClock(start);
  const workspaceId = await aWorkspace(db, start);
  const writeKey = newWriteKey();
  await db.insert(sources).values({
    workspaceId,
    id: newId<SourceId>(),
    name: 'Shop',
    kind: 'server',
    keyHash: writeKeyHash(writeKey),
    keyHint: '',
    createdAt: start,
  });
  const unlimited = { rate: 1_000_000, burst: 1_000_000 };
  const intake = intakeRoutes({
    db,
    clock,
    addressOf: () => 'test',
    limits: { perKey: unlimited, perAddress: unlimited },
  });
  const quiet = { look: () => {} };
  const matcher = { db, clock, trips: quiet, judge, memory: aMatcherMemory() };
  const driver = createDriver({
    db,
    clock,
    trips: quiet,
    compile: planOf,
    judge,
    adapters: new Map(),
    account: ({ id, config }) => ({ id, config }),
    callbackUrl: () => '',
    render: async () => new Map(),
    addressHash: (_, channel, address) => `${channel}:${address}`,
  });
  const performs: Performs = new Map();
  const services = () => ({ fetch, secret: async () => undefined });
  const trips = new VirtualTrips({
    drained: () => driver.drained(),
    db,
    clock,
    match: async () => (await learnOnce(matcher)) + (await matchOnce(matcher)) > 0,
    activities: {
      drive: (input) => driver.drive(input),
      tick: (input) => tick({ ...driver, db, clock, trips: quiet }, input),
      perform: (input) => perform({ db, clock, performs, services, callBackAt: () => '' }, input),
    },
  });
  await db.transaction((tx) => askClock(tx, clock, workspaceId));
  return {
    database,
    clock,
    trips,
    workspaceId,

    async publish(input) {
      const document = journeyDocument.parse({ format: 1, ...input });
      planOf(document);
      return goLive(db, workspaceId, document, await clock.now());
    },

    async post(batch) {
      const response = await intake.request('/batch', {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${writeKey}:`)}`, 'content-type': 'application/json' },
        body: JSON.stringify({ batch }),
      });
      if (response.status !== 200) throw new Error(`Intake answered ${response.status}: ${await response.text()}`);
      return posted.parse(await response.json());
    },
  };
}
