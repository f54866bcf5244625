import { Client, Connection } from '@temporalio/client';
import { taskQueues } from '@wend/workflows';
import { type Clock, databaseClock } from '../../clock/index.ts';
import { connect } from '../../database/index.ts';
import { judge } from '../../drive/index.ts';
import { EVENTS_CHANNEL } from '../../intake/index.ts';
import { aMatcherMemory, startMatching } from '../../matcher/index.ts';
import { StartLane } from '../../trips/start-lane.ts';

export interface MatcherParts {
  readonly databaseUrl: string;
  readonly temporal: { readonly address: string; readonly namespace?: string | undefined };
  /** Of the task queues; each installation (and each test) has its own. */
  readonly queuePrefix?: string | undefined;
  readonly clock?: Clock | undefined;
  readonly onError: (error: unknown) => void;
}

/** Starts the matcher role: it listens for new events, and starts and wakes convoys through a lane of its own. Answers how to drain it. */
export async function startMatcher(parts: MatcherParts): Promise<{ stop(): Promise<void> }> {
  const { address, namespace = 'default' } = parts.temporal;
  const connection = await Connection.connect({ address });
  const pool = connect(parts.databaseUrl, { max: 6, byIndex: true });
  const lanePool = connect(parts.databaseUrl, { max: 2 });
  const clock = parts.clock ?? databaseClock;
  const client = new Client({ connection, namespace });
  const queues = taskQueues(parts.queuePrefix);
  const trips = new StartLane({ db: lanePool.db, clock, client, queues, onError: parts.onError });
  const matcher = startMatching({ db: pool.db, clock, trips, judge, memory: aMatcherMemory() }, parts.onError);
  // Told as well when it listens again after a break: what came meanwhile was told to nobody.
  const ear = await pool.sql.listen(
    EVENTS_CHANNEL,
    () => matcher.hint(),
    () => matcher.hint(),
  );
  trips.start();
  return {
    async stop() {
      await ear.unlisten();
      await matcher.stop();
      await trips.stop();
      await connection.close();
      await Promise.all([pool.end(), lanePool.end()]);
    },
  };
}
