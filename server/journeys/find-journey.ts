import type { JourneyId } from '@wend/engine';
import { and, eq } from 'drizzle-orm';
import { JourneyError, type Scope, type Work } from '../access/index.ts';
import { type Journey, journeys } from '../tables/index.ts';

/** One journey of the workspace. Another workspace's is not there. */
export async function findJourney({ db, workspaceId }: Scope, id: JourneyId): Promise<Journey> {
  return found(await select(db, workspaceId, id));
}

/** The same, held until the transaction ends, so that two people cannot change its state together. */
export async function holdJourney({ tx, workspaceId }: Work, id: JourneyId): Promise<Journey> {
  return found(await select(tx, workspaceId, id).for('update'));
}

function select(db: Scope['db'], workspaceId: Scope['workspaceId'], id: JourneyId) {
  return db
    .select()
    .from(journeys)
    .where(and(eq(journeys.workspaceId, workspaceId), eq(journeys.id, id)));
}

function found([journey]: readonly Journey[]): Journey {
  if (!journey) throw new JourneyError('not-found', 'There is no such journey.');
  return journey;
}
