import type { EventId, PersonEvent, ProfileId, Reason, RunId } from '@wend/engine';
import type { WakeKind } from '../../tables/index.ts';
import type { Happened } from './happened.ts';
import type { SeenRun, SeenWait } from './scene.ts';

export interface Started {
  readonly run: SeenRun;
  /** The event that started it; who came with a crowd has none of their own. */
  readonly event: PersonEvent & { readonly id?: EventId | undefined };
  /** Of the journey's holdout, where it has one. */
  readonly arm: string | undefined;
  readonly isPaused: boolean;
}
export interface Exited {
  readonly run: SeenRun;
  readonly kind: 'exit' | 'goal';
  readonly eventId: EventId;
  readonly reason: Reason;
}
export interface Converted {
  readonly run: SeenRun;
  readonly goal: number;
  readonly event: Happened;
  readonly value: number | undefined;
  /** The run ends by it; then its end counts it. */
  readonly ends: boolean;
}
export interface Woken {
  readonly profileId: ProfileId;
  readonly wait: SeenWait;
  readonly kind: WakeKind;
  readonly event: Happened | undefined;
}

/** What a batch of events decides, before any of it is written. */
export class Decided {
  readonly #started: Started[] = [];
  readonly #exits = new Map<RunId, Exited>();
  readonly #conversions = new Map<string, Converted>();
  readonly #wakes = new Map<string, Woken>();

  get started(): readonly Started[] {
    return this.#started;
  }
  get exits(): readonly Exited[] {
    return [...this.#exits.values()];
  }
  get conversions(): readonly Converted[] {
    return [...this.#conversions.values()];
  }
  /** Of runs that go on; who was told to end is not woken for anything else. */
  get wakes(): readonly Woken[] {
    return [...this.#wakes.values()].filter(({ wait }) => !this.#exits.has(wait.runId));
  }

  start(started: Started): void {
    this.#started.push(started);
  }

  exit(run: SeenRun, kind: Exited['kind'], event: Happened, text: string): void {
    run.isLive = false;
    if (!this.#exits.has(run.id))
      this.#exits.set(run.id, {
        run,
        kind,
        eventId: event.id,
        reason: { text, facts: { event: event.name, at: new Date(event.at).toISOString() } },
      });
  }

  /** The first by its own time counts. */
  convert(run: SeenRun, goal: number, event: Happened, value: number | undefined, ends: boolean): void {
    const key = `${run.id} ${goal}`;
    const found = this.#conversions.get(key);
    if (!found || event.at < found.event.at)
      this.#conversions.set(key, { run, goal, event, value, ends: ends || found?.ends === true });
  }

  /** One wake a wait; an event says more than that something changed, and the earliest event wins. */
  wake(wait: SeenWait, kind: WakeKind, event: Happened | undefined): void {
    const found = this.#wakes.get(wait.id);
    if (found?.event && (!event || event.at >= found.event.at)) return;
    this.#wakes.set(wait.id, { profileId: wait.profileId, wait, kind, event });
  }
}
