import type { WorkspaceId } from '@wend/engine';
import type { ConvoyRest } from '@wend/workflows';

export interface TurnSettings {
  /** Drives of one workspace that run at a time. */
  readonly ofOne: number;
  /** As long as fewer drives than this have a slot, one that is too many waits in its own for a moment. */
  readonly room: number;
}
interface Line {
  running: number;
  /** Each begins when it is called. */
  readonly waiting: (() => void)[];
  /** When the next one that is sent away comes back, by the monotonic clock. */
  nextTurnMs: number;
}

/** Shorter than a heartbeat may be missing. */
const WAIT_MS = 5_000;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 30_000;
/** Of the latest drive in the average. */
const WEIGHT = 0.1;

/**
 * So many drives of one workspace at a time in a lane of a process (rule C8). One more waits in its slot while there is room, else it is
 * sent away and given a turn, as fast as drives have ended lately: so a crowd stands in a line of its own, not before everybody else in
 * the task queue.
 */
export class Turns {
  readonly #settings: TurnSettings;
  readonly #nowMs: () => number;
  readonly #lines = new Map<WorkspaceId, Line>();
  #taken = 0;
  #driveMs = 100;

  constructor(settings: TurnSettings, nowMs: () => number) {
    this.#settings = settings;
    this.#nowMs = nowMs;
  }

  /** Drives, or answers a rest until the turn of this convoy. */
  async take(workspaceId: WorkspaceId, drive: () => Promise<ConvoyRest>): Promise<ConvoyRest> {
    const line = this.#lineOf(workspaceId);
    this.#taken += 1;
    try {
      const { ofOne, room } = this.#settings;
      if (line.running < ofOne) line.running += 1;
      else if (this.#taken > room || !(await waitIn(line))) return { kind: 'rest', ms: this.#turnIn(line), calls: [] };
      return await this.#run(line, drive);
    } finally {
      this.#taken -= 1;
      if (line.running === 0 && line.waiting.length === 0) this.#lines.delete(workspaceId);
    }
  }

  #lineOf(workspaceId: WorkspaceId): Line {
    const line = this.#lines.get(workspaceId) ?? { running: 0, waiting: [], nextTurnMs: 0 };
    this.#lines.set(workspaceId, line);
    return line;
  }

  async #run(line: Line, drive: () => Promise<ConvoyRest>): Promise<ConvoyRest> {
    const began = this.#nowMs();
    try {
      return await drive();
    } finally {
      this.#driveMs += WEIGHT * (this.#nowMs() - began - this.#driveMs);
      const next = line.waiting.shift();
      if (next) next();
      else line.running -= 1;
    }
  }

  #turnIn(line: Line): number {
    const now = this.#nowMs();
    line.nextTurnMs = Math.max(line.nextTurnMs, now) + this.#driveMs / this.#settings.ofOne;
    return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, Math.ceil(line.nextTurnMs - now)));
  }
}

/** True once a drive that ends hands its place on; false when none does for too long. */
function waitIn({ waiting }: Line): Promise<boolean> {
  return new Promise((resolve) => {
    const begin = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(begin), 1);
      resolve(false);
    }, WAIT_MS);
    waiting.push(begin);
  });
}
