import { createAdaptorServer } from '@hono/node-server';
import type { SourceId, WorkspaceId } from '@wend/engine';
import { eq } from 'drizzle-orm';
import { Hono } from 'hono';
import { databaseClock } from '../../server/clock/index.ts';
import { newId } from '../../server/ids/index.ts';
import { intakeRoutes, newWriteKey, writeKeyHash } from '../../server/intake/index.ts';
import { type Event, events, sources, workspaces } from '../../server/tables/index.ts';
import { aDatabase } from '../harness/index.ts';
import { listening } from '../harness/listening.ts';

export interface AnIntake {
  readonly url: string;
  readonly writeKey: string;
  stored(): Promise<readonly Event[]>;
  end(): Promise<void>;
}

/** The intake behind a real port, with one source of kind server. */
export async function anIntake(): Promise<AnIntake> {
  const database = await aDatabase();
  const workspaceId = newId<WorkspaceId>();
  const writeKey = newWriteKey();
  const createdAt = await databaseClock.now(database.db);
  await database.db.insert(workspaces).values({ id: workspaceId, name: 'Shop', createdAt });
  await database.db.insert(sources).values({
    workspaceId,
    id: newId<SourceId>(),
    name: 'SDK',
    kind: 'server',
    keyHash: writeKeyHash(writeKey),
    keyHint: '',
    createdAt,
  });
  const app = new Hono().route('/v1', intakeRoutes({ db: database.db, clock: databaseClock }));
  const server = createAdaptorServer({ fetch: app.fetch });
  const host = await listening(server);
  return {
    url: `http://${host}`,
    writeKey,
    stored: () => database.db.select().from(events).where(eq(events.workspaceId, workspaceId)).orderBy(events.id),
    end: async () => {
      await new Promise((closed) => server.close(closed));
      await database.drop();
    },
  };
}
