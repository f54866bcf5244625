import {
  builtInNodes,
  type Condition,
  type JourneyDocument,
  type JourneyId,
  nodeTypesOf,
  type WorkspaceId,
} from '@wend/engine';
import { eq, sql } from 'drizzle-orm';
import { createApiKey } from '../../../server/access/api-keys.ts';
import type { ActingContext } from '../../../server/access/index.ts';
import { openKeys } from '../../../server/access/keys.ts';
import { createSource } from '../../../server/access/sources.ts';
import { WriteHandle } from '../../../server/access/write-handle.ts';
import { databaseClock } from '../../../server/clock/index.ts';
import { type Connection, connect } from '../../../server/database/index.ts';
import { letSegmentIn } from '../../../server/entrances/let-in.ts';
import { newId } from '../../../server/ids/index.ts';
import { createJourney } from '../../../server/journeys/create.ts';
import { publishJourney } from '../../../server/journeys/publish.ts';
import { sandboxKeys } from '../../../server/sandbox/account-key.ts';
import { createSegment } from '../../../server/segments/write.ts';
import { providers, sandboxAccounts, workspaces } from '../../../server/tables/index.ts';
import { askClock } from '../../../server/trips/ask-clock.ts';

/** What the marketer of the bench does, through the product's own verbs. */
export class Office {
  readonly #connection: Connection;
  readonly #context: ActingContext;

  private constructor(connection: Connection, context: ActingContext) {
    this.#connection = connection;
    this.#context = context;
  }

  static async open(databaseUrl: string): Promise<Office> {
    const connection = connect(databaseUrl, { max: 2 });
    const { db } = connection;
    const [workspace] = await db.select({ id: workspaces.id }).from(workspaces);
    if (!workspace) throw new Error('Wend has started without a workspace');
    // The budget's gate is passed, and is not what is measured.
    await db.update(providers).set({ rate: 20_000, burst: 10_000 });
    return new Office(connection, {
      writes: new WriteHandle(db),
      clock: databaseClock,
      trips: { look: () => {} },
      workspaceId: workspace.id,
      actor: { id: 'system', name: 'Bench', role: 'owner' },
    });
  }

  /** Another workspace of this Wend, with a sandbox of its own; to be closed by whoever asks for it. */
  async another(databaseUrl: string, home: string): Promise<Office> {
    const connection = connect(databaseUrl, { max: 2 });
    const workspaceId = newId<WorkspaceId>();
    const keyOf = sandboxKeys(openKeys(home).of('callbacks'));
    await connection.db.transaction(async (tx) => {
      const at = await databaseClock.now(tx);
      await tx.insert(workspaces).values({ id: workspaceId, name: 'Another shop', timeZone: 'UTC', createdAt: at });
      for (const provider of await tx.select().from(providers).where(eq(providers.workspaceId, this.workspaceId))) {
        const id = newId();
        await tx.insert(sandboxAccounts).values({ id, key: keyOf(id), rules: {} });
        await tx.insert(providers).values({ ...provider, workspaceId, id, nextFreeAt: at });
      }
      await askClock(tx, databaseClock, workspaceId);
    });
    return new Office(connection, { ...this.#context, writes: new WriteHandle(connection.db), workspaceId });
  }

  /** Answers the write key of a source of its own. */
  async source(): Promise<string> {
    return (await createSource.by(this.#context, 'Bench', 'server')).writeKey;
  }

  /** Answers a key by which a program reads everything. */
  async key(): Promise<string> {
    return (await createApiKey.by(this.#context, 'Bench', 'viewer')).key;
  }

  get workspaceId(): WorkspaceId {
    return this.#context.workspaceId;
  }

  async publish(document: JourneyDocument): Promise<JourneyId> {
    const journeyId = await createJourney.by(this.#context, document);
    await publishJourney.by(this.#context, { nodeTypes: nodeTypesOf(builtInNodes) }, journeyId, 1, 'Measured');
    return journeyId;
  }

  segment(name: string, condition: Condition): Promise<string> {
    return createSegment.by(this.#context, { name, condition });
  }

  /** Everybody in the journey's segment enters. */
  async letIn(journeyId: JourneyId): Promise<void> {
    await letSegmentIn.by(this.#context, journeyId);
  }

  /**
   * Makes the waits of these journeys end earlier: each stretch from now to its end becomes `factor` of itself. The clock is asked to look,
   * as by whoever makes a run due earlier.
   */
  async shorten(journeyIds: readonly JourneyId[], factor: number): Promise<void> {
    const { workspaceId } = this.#context;
    const ids = sql`any(${sql.param(journeyIds)}::uuid[])`;
    const sooner = (column: string) => sql.raw(`now() + (${column} - now()) * ${factor}`);
    await this.#connection.db.transaction(async (tx) => {
      await tx.execute(sql`
        update waits set until = ${sooner('until')} from runs cross join lateral (
          select id from waits w where w.workspace_id = runs.workspace_id and w.profile_id = runs.profile_id and w.run_id = runs.id and w.closed_at is null limit 1) open
        where runs.workspace_id = ${workspaceId} and runs.journey_id = ${ids} and runs.ended_at is null
          and waits.workspace_id = runs.workspace_id and waits.profile_id = runs.profile_id and waits.id = open.id`);
      await tx.execute(sql`
        update runs set due_at = ${sooner('due_at')} where workspace_id = ${workspaceId} and journey_id = ${ids} and ended_at is null and convoy_id is null`);
      await askClock(tx, databaseClock, workspaceId);
    });
  }

  close(): Promise<void> {
    return this.#connection.end();
  }
}
