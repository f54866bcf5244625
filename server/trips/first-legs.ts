import type { WorkspaceId } from '@wend/engine';
import type { ConvoyInput, ConvoyLane, ConvoyRest } from '@wend/workflows';
import type { UnderWay } from './depart.ts';
import type { ConvoyWork } from './take-outbox.ts';

export interface FirstLegDeps {
  /** Drives in the lane that the convoy is of. */
  readonly drive: (input: ConvoyInput) => Promise<ConvoyRest>;
  readonly onError: (error: unknown) => void;
  readonly monotonicMs: () => number;
  /** What is left then is Temporal's. */
  readonly isStopping: () => boolean;
}

/** So long one goes on while there is more to do at once; then it takes its turn through Temporal, like everybody's. */
const GOES_ON_MS = 10_000;

/** The drives that convoys begin with, in this process: what is due has no way through Temporal before it. */
export class FirstLegs {
  readonly #deps: FirstLegDeps;
  readonly #counts = new Map<
    string,
    { readonly workspaceId: WorkspaceId; readonly queue: ConvoyLane; count: number }
  >();

  constructor(deps: FirstLegDeps) {
    this.#deps = deps;
  }

  underWay(): readonly UnderWay[] {
    return [...this.#counts.values()];
  }

  /** Answers what it came to; undefined where it failed, which is told. */
  async drive({ workspaceId, convoyId, epoch, queue }: ConvoyWork): Promise<ConvoyRest | undefined> {
    const end = this.#begin(workspaceId, queue);
    try {
      return await this.#whileThereIsMore({ workspaceId, convoyId, epoch, queue });
    } catch (error) {
      this.#deps.onError(error);
      return undefined;
    } finally {
      end();
    }
  }

  async #whileThereIsMore(input: ConvoyInput): Promise<ConvoyRest> {
    const { drive, monotonicMs, isStopping } = this.#deps;
    const untilMs = monotonicMs() + GOES_ON_MS;
    for (;;) {
      const rest = await drive(input);
      if (rest.kind !== 'again' || rest.calls.length > 0 || isStopping() || monotonicMs() > untilMs) return rest;
    }
  }

  #begin(workspaceId: WorkspaceId, queue: ConvoyLane): () => void {
    const key = `${workspaceId} ${queue}`;
    const legs = this.#counts.get(key) ?? { workspaceId, queue, count: 0 };
    this.#counts.set(key, legs);
    legs.count += 1;
    return () => {
      legs.count -= 1;
      if (legs.count === 0) this.#counts.delete(key);
    };
  }
}
