import { builtInNodes, type JourneyDocument, type JourneyId, nodeTypesOf, type WorkspaceId } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { eq } from 'drizzle-orm';
import type { ActingContext } from '../../../server/access/index.ts';
import { createSource } from '../../../server/access/sources.ts';
import { WriteHandle } from '../../../server/access/write-handle.ts';
import { sandboxAdapterName } from '../../../server/channels/index.ts';
import { databaseClock } from '../../../server/clock/index.ts';
import type { Database } from '../../../server/database/index.ts';
import { createJourney } from '../../../server/journeys/create.ts';
import { publishJourney } from '../../../server/journeys/publish.ts';
import { providers, workspaces } from '../../../server/tables/index.ts';

/** How honest the provider of each channel is about answers that were lost. */
export const HONESTY = { sms: 'idempotent', email: 'traceable', push: 'opaque' } as const;

/** How long the journey of the carts waits for an order. */
export const WINDOW_MS = 10_000;

const quiet = { quietHours: 'none' } as const;
const uncapped = { frequencyCap: 'ignore' } as const;

/** A text; whoever orders within the window is thanked by push, whoever does not is reminded by e-mail. */
export const carts = (): JourneyDocument =>
  aJourney()
    .entry('Cart Left')
    .step('sms', { body: 'Your cart waits', ...uncapped }, 'text')
    .waitFor('Order Completed', `PT${WINDOW_MS / 1_000}S`, {}, 'order')
    .step('push', { title: 'Thanks', body: 'Thanks', ...uncapped }, 'thanks')
    .on('order', 'timeout')
    .step('email', { subject: 'Still there', body: 'Your cart is still there', ...uncapped }, 'reminder')
    .with({ name: 'Carts', ...quiet })
    .document();

/** The first workspace, in which everything happens, and somebody who may do everything there. */
export interface Shop {
  readonly workspaceId: WorkspaceId;
  readonly context: ActingContext;
  readonly writeKey: string;
}

/** A source to say events with; providers as honest as `HONESTY` says and with ample budget. */
export async function openShop(db: Database): Promise<Shop> {
  const context = await ownerOf(db);
  const { workspaceId } = context;
  const rows = await db.select().from(providers).where(eq(providers.workspaceId, workspaceId));
  for (const { id, channel } of rows) {
    const honesty = HONESTY[channel as keyof typeof HONESTY];
    const adapter = sandboxAdapterName(channel, honesty);
    await db.update(providers).set({ adapter, rate: 10_000, burst: 1_000 }).where(eq(providers.id, id));
  }
  return { workspaceId, context, writeKey: (await createSource.by(context, 'Faults', 'server')).writeKey };
}

/** On this connection: after a restart of everything there is another one. */
export async function ownerOf(db: Database): Promise<ActingContext> {
  const [workspace] = await db.select({ id: workspaces.id }).from(workspaces);
  if (!workspace) throw new Error('Wend has started without a workspace');
  return {
    writes: new WriteHandle(db),
    clock: databaseClock,
    trips: { look: () => {} },
    workspaceId: workspace.id,
    actor: { id: 'system', name: 'Faults', role: 'owner' },
  };
}

export async function goLive(context: ActingContext, document: JourneyDocument): Promise<JourneyId> {
  const id = await createJourney.by(context, document);
  await publishJourney.by(context, { nodeTypes: nodeTypesOf(builtInNodes) }, id, 1, 'Faults');
  return id;
}
