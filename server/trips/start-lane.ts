import type { ConvoyInput, ConvoyLane, ConvoyRest } from '@wend/workflows';
import type { Clock } from '../clock/index.ts';
import type { Database } from '../database/index.ts';
import { type Asking, askFor, goOn } from './ask-temporal.ts';
import type { Trips } from './contract.ts';
import { type Berths, depart } from './depart.ts';
import { FirstLegs } from './first-legs.ts';
import { type ConvoyWork, type OutboxWork, settleOutbox, takeOutbox } from './take-outbox.ts';

/** Told of what is counted, once it is so. */
export interface LaneCounts {
  /** A convoy has left on its first leg. */
  readonly left: (lane: ConvoyLane, runs: number) => void;
  /** Temporal has been asked to start or wake a workflow, or to go on with what a first leg left. */
  readonly asked: (workflow: OutboxWork['kind']) => void;
}

interface LaneDeps extends Asking {
  readonly db: Database;
  readonly clock: Clock;
  readonly berths: Berths;
  /** Drives a convoy in this process, in the lane that it is of. */
  readonly drive: (input: ConvoyInput) => Promise<ConvoyRest>;
  readonly counts?: LaneCounts | undefined;
  /** Told of each turn that went well. */
  readonly onTurn?: (() => void) | undefined;
  /** Told what went wrong; the lane itself goes on. */
  readonly onError: (error: unknown) => void;
}

/** When busy the lane waits this long for more, so that a burst becomes few big convoys (four eager lanes were sixty times slower). */
export const LINGER_MS = 50;
const IDLE_LOOK_MS = 1_000;
const CLOCK_SIGNAL_EVERY_MS = 1_000;
/** Calls to Temporal under way; where it is slow the outbox waits. */
const MOST_ASKED = 200;

/**
 * The one lane of a process through which convoys leave, after the commit that asked for it: on their first leg in this process, and
 * then, where that did not end them, by a workflow. Clocks and entrances, and whoever is woken, have their workflow from the start.
 */
export class StartLane implements Trips {
  readonly #deps: LaneDeps;
  readonly #legs: FirstLegs;
  readonly #underWay = new Set<Promise<void>>();
  /** Rows of the outbox that Temporal is being asked for. */
  readonly #asking = new Set<string>();
  #asked: (() => void) | undefined;
  #isAsked = false;
  #stopped = false;
  #running: Promise<void> | undefined;
  readonly #clockSignalledMs = new Map<string, number>();

  constructor(deps: LaneDeps) {
    this.#deps = deps;
    const { drive, onError, clock } = deps;
    this.#legs = new FirstLegs({
      drive,
      onError,
      monotonicMs: () => clock.monotonicMs(),
      isStopping: () => this.#stopped,
    });
  }

  look(): void {
    this.#isAsked = true;
    this.#asked?.();
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Whoever is on a first leg is handed to Temporal before. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#asked?.();
    await this.#running;
    await Promise.all(this.#underWay);
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#isAsked = false;
      const isBusy = await this.#turn().catch((error: unknown) => {
        this.#deps.onError(error);
        return false;
      });
      if (isBusy) await this.#pause(LINGER_MS);
      else if (!this.#isAsked) await this.#pause(IDLE_LOOK_MS, true);
    }
  }

  /** Lets leave, starts and wakes what waits; whether more is about to follow. */
  async #turn(): Promise<boolean> {
    const { db, clock, berths, onTurn } = this.#deps;
    const leaving = await depart(db, clock, berths, this.#legs.underWay());
    for (const convoy of leaving) this.#follow(this.#lead(convoy));
    const mine =
      this.#asking.size < MOST_ASKED ? (await takeOutbox(db, clock)).filter((one) => this.#isToAsk(one)) : [];
    // Nobody who leaves waits for Temporal's answer: it may be away.
    for (const one of mine) this.#follow(this.#ask(one));
    onTurn?.();
    return leaving.length + mine.length > 1;
  }

  /** The first leg of a convoy, and what it needs after that. Should this process die, its row in the outbox asks Temporal for it. */
  async #lead(convoy: ConvoyWork): Promise<void> {
    const { counts } = this.#deps;
    counts?.left(convoy.queue, convoy.size);
    const came = await this.#legs.drive(convoy);
    // Its place is free: who joins the next convoy has waited long enough.
    this.look();
    const isOver = came?.kind === 'done' && came.calls.length === 0;
    if (!came) await askFor(this.#deps, convoy);
    else if (!isOver) await goOn(this.#deps, convoy, came);
    if (!isOver) counts?.asked('convoy');
    await settleOutbox(this.#deps.db, convoy);
  }

  #follow(leading: Promise<void>): void {
    const seen = leading.catch(this.#deps.onError).finally(() => this.#underWay.delete(seen));
    this.#underWay.add(seen);
  }

  async #ask(work: OutboxWork): Promise<void> {
    for (const row of work.rows) this.#asking.add(row);
    try {
      await askFor(this.#deps, work);
      this.#deps.counts?.asked(work.kind);
      await settleOutbox(this.#deps.db, work);
    } finally {
      for (const row of work.rows) this.#asking.delete(row);
    }
    // Whoever asked for the same meanwhile has been passed over.
    this.look();
  }

  #isToAsk(work: OutboxWork): boolean {
    if (work.rows.some((row) => this.#asking.has(row))) return false;
    return work.kind !== 'clock' || this.#mayAsk(work);
  }

  /** One signal a second for each clock: its rows wait in the outbox until then. */
  #mayAsk({ workspaceId }: OutboxWork): boolean {
    const now = this.#deps.clock.monotonicMs();
    if (now - (this.#clockSignalledMs.get(workspaceId) ?? Number.NEGATIVE_INFINITY) < CLOCK_SIGNAL_EVERY_MS)
      return false;
    this.#clockSignalledMs.set(workspaceId, now);
    return true;
  }

  #pause(ms: number, endsWhenAsked = false): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      const endNow = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#asked = endsWhenAsked || this.#stopped ? endNow : undefined;
    });
  }
}
