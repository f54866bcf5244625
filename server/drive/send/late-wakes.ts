import { grouped, type WorkspaceId } from '@wend/engine';
import type { Clock } from '../../clock/index.ts';
import { again, type Database, GroupCommit } from '../../database/index.ts';
import type { RunKey, Trips } from '../../trips/contract.ts';
import { wakeRuns } from '../../trips/wake-runs.ts';

interface LateRun extends RunKey {
  readonly workspaceId: WorkspaceId;
}

/**
 * Wakes runs whose call ended after their drive had gone on, in sets: of one chunk they are in one convoy, and one by one they would
 * stand in line for its row.
 */
export class LateWakes {
  readonly #wakes: GroupCommit<LateRun, true>;

  constructor(db: Database, clock: Clock, trips: Trips) {
    this.#wakes = new GroupCommit(async (late) => {
      for (const [workspaceId, runs] of grouped(late, (run) => run.workspaceId))
        await again(() => db.transaction((tx) => wakeRuns(tx, clock, workspaceId, runs)));
      trips.look();
      return late.map(() => true as const);
    });
  }

  /** Settles once the wake is committed. */
  async wake(run: LateRun): Promise<void> {
    await this.#wakes.add(run);
  }
}
