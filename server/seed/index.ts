import { builtInNodes, nodeTypesOf, type SourceId, type WorkspaceId } from '@wend/engine';
import { openKeys } from '../access/index.ts';
import { WriteHandle } from '../access/write-handle.ts';
import { databaseClock } from '../clock/index.ts';
import { connect, type Transaction } from '../database/index.ts';
import { clickRules } from '../demo/clicks.ts';
import { demoJourneys } from '../demo/journeys.ts';
import { newId } from '../ids/index.ts';
import { newWriteKey, writeKeyHash } from '../intake/index.ts';
import { createJourney } from '../journeys/create.ts';
import { publishJourney } from '../journeys/publish.ts';
import { sandboxKeys } from '../sandbox/account-key.ts';
import { rulesAsJson } from '../sandbox/accounts.ts';
import type { RoleSettings } from '../settings/index.ts';
import {
  frequencyCaps,
  members,
  providers,
  quietHours,
  sandboxAccounts,
  sources,
  topics,
  users,
  workspaces,
} from '../tables/index.ts';
import { askClock } from '../trips/index.ts';
import { rememberDemo } from './demo-facts.ts';
import { quietHourRows } from './quiet-hour-rows.ts';

/** The first workspace: the sample shop, with sandbox providers that reach nobody. All of it or nothing, and nothing where there is one already. */
export async function seed(settings: RoleSettings): Promise<void> {
  const { db, end } = connect(settings.databaseUrl, { max: 1 });
  try {
    const [known] = await db.select({ id: workspaces.id }).from(workspaces).limit(1);
    if (known) return;
    const now = await databaseClock.now(db);
    const writeKey = newWriteKey();
    await db.transaction(async (tx) => {
      const workspaceId = await seedWorkspace(tx, settings.home, writeKey, now);
      await publishJourneys(tx, workspaceId);
      // Before the commit: a shop that is there has a server that knows its key. One that never was is seeded anew, over this.
      await rememberDemo(settings.home, { writeKey, workspaceId, since: now });
    });
  } finally {
    await end();
  }
}

/** The sample journeys run from the first minute. */
async function publishJourneys(db: Transaction, workspaceId: WorkspaceId): Promise<void> {
  const actor = { id: 'system', name: 'Wend', role: 'owner' } as const;
  const writes = new WriteHandle(db);
  const context = { writes, clock: databaseClock, trips: { look: () => {} }, workspaceId, actor };
  const nodeTypes = nodeTypesOf(builtInNodes);
  for (const document of demoJourneys) {
    const id = await createJourney.by(context, document);
    await publishJourney.by(context, { nodeTypes }, id, 1, 'The sample as it comes');
  }
}

async function seedWorkspace(tx: Transaction, home: string, writeKey: string, now: number): Promise<WorkspaceId> {
  const workspaceId = newId<WorkspaceId>();
  const at = new Date(now);
  await tx
    .insert(workspaces)
    .values({ id: workspaceId, name: 'Sample shop', timeZone: 'Europe/London', createdAt: now });
  await tx.insert(users).values({
    id: 'owner',
    name: 'Owner',
    email: 'owner@wend.localhost',
    emailVerified: true,
    createdAt: at,
    updatedAt: at,
  });
  await tx.insert(members).values({ workspaceId, userId: 'owner', role: 'owner', createdAt: now });
  await tx.insert(sources).values({
    workspaceId,
    id: newId<SourceId>(),
    name: "The shop's server",
    kind: 'server',
    keyHash: writeKeyHash(writeKey),
    keyHint: writeKey.slice(-4),
    createdAt: now,
  });
  const keyOf = sandboxKeys(openKeys(home).of('callbacks'));
  for (const channel of ['sms', 'email', 'push'] as const) {
    const id = newId();
    await tx.insert(sandboxAccounts).values({ id, key: keyOf(id), rules: rulesAsJson(clickRules[channel]) });
    await tx.insert(providers).values({
      workspaceId,
      id,
      channel,
      adapter: `sandbox-${channel}`,
      name: 'Sandbox',
      config: { honesty: 'idempotent' },
      rate: 500,
      burst: 100,
      reservedShare: 0.1,
      nextFreeAt: now,
      createdAt: now,
    });
  }
  await tx.insert(topics).values({ workspaceId, key: 'offers', name: 'Offers', purpose: 'marketing' });
  await tx.insert(frequencyCaps).values({ workspaceId, id: newId(), max: 6, within: 'P1D' });
  await tx
    .insert(quietHours)
    .values(quietHourRows.map((row) => ({ ...row })))
    .onConflictDoNothing();
  await askClock(tx, databaseClock, workspaceId);
  return workspaceId;
}
