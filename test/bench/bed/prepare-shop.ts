import { builtInNodes, nodeTypesOf } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import type { ActingContext } from '../../../server/access/index.ts';
import { createSource } from '../../../server/access/sources.ts';
import { WriteHandle } from '../../../server/access/write-handle.ts';
import { databaseClock } from '../../../server/clock/index.ts';
import { connect } from '../../../server/database/index.ts';
import { createJourney } from '../../../server/journeys/create.ts';
import { publishJourney } from '../../../server/journeys/publish.ts';
import { providers, workspaces } from '../../../server/tables/index.ts';
import { ENTRY_EVENT } from './people.ts';

/** Short, so that a row is soon over; and the same for the floor. */
export const WAIT_SECONDS = 2;

/** Text, wait, e-mail. Quiet hours are looked at for everybody and never come, whatever the hour of the sitting. */
const document = aJourney()
  .entry(ENTRY_EVENT)
  .sms('{{ event.person }}')
  .wait(`PT${WAIT_SECONDS}S`)
  .email('{{ event.person }}', 'Your cart waits for you, {{ profile.firstName }}.\n\n[Look](https://shop.example/cart)')
  .with({
    name: 'Left cart',
    quietHours: { allow: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }] },
  })
  .document();

/** Publishes the journey of the bench beside the sample ones. Answers the write key of a source of its own. */
export async function prepareShop(databaseUrl: string): Promise<string> {
  const { db, end } = connect(databaseUrl, { max: 2 });
  const [workspace] = await db.select({ id: workspaces.id }).from(workspaces);
  if (!workspace) throw new Error('Wend has started without a workspace');
  // The budget's gate is passed, and is not what is measured.
  await db.update(providers).set({ rate: 20_000, burst: 10_000 });
  const actor = { id: 'system', name: 'Bench', role: 'owner' } as const;
  const context: ActingContext = {
    writes: new WriteHandle(db),
    clock: databaseClock,
    trips: { look: () => {} },
    workspaceId: workspace.id,
    actor,
  };
  const journeyId = await createJourney.by(context, document);
  await publishJourney.by(context, { nodeTypes: nodeTypesOf(builtInNodes) }, journeyId, 1, 'Measured');
  const { writeKey } = await createSource.by(context, 'Bench', 'server');
  await end();
  return writeKey;
}
