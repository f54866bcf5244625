import type { Instant, WorkspaceId } from '@wend/engine';
import type {
  ClockActivities,
  ClockInput,
  ConvoyInput,
  DriveActivities,
  EntranceActivities,
  EntranceInput,
  PerformActivities,
} from '@wend/workflows';
import type { VirtualClock } from '../clock/index.ts';
import type { Database } from '../database/index.ts';
import type { Trips } from './contract.ts';
import { depart } from './depart.ts';
import { settleOutbox, takeOutbox } from './take-outbox.ts';

export interface VirtualDeps {
  readonly db: Database;
  readonly clock: VirtualClock;
  readonly activities: DriveActivities & ClockActivities & PerformActivities & Partial<EntranceActivities>;
  /** Settles when no call to a provider is under way: a busy machine's drive does not wait for all of them. */
  readonly drained: () => Promise<void>;
  /** One turn of the matcher; false when it found nothing. */
  readonly match: () => Promise<boolean>;
}

const unlimited = { small: 1_000_000, crowd: 1_000_000 };

/**
 * Stands in for Temporal under the virtual clock: a heap of the rests that drives and ticks answer. Between two drives the matcher
 * works until it has nothing left, so that time never passes it.
 */
export class VirtualTrips implements Trips {
  readonly #deps: VirtualDeps;
  readonly #convoys = new Map<string, { readonly input: ConvoyInput; at: Instant }>();
  readonly #clocks = new Map<WorkspaceId, { readonly input: ClockInput; at: Instant }>();
  readonly #entrances = new Map<string, { readonly input: EntranceInput; at: Instant }>();

  constructor(deps: VirtualDeps) {
    this.#deps = deps;
  }

  /** The outbox is read at every turn; nobody needs to be told. */
  look(): void {}

  /** Convoys with a workflow, were this Temporal. */
  get open(): number {
    return this.#convoys.size;
  }

  /** Loses all convoys, as a Temporal that lost its data would. */
  forget(): void {
    this.#convoys.clear();
  }

  /** Lets everything happen that is due up to and including this instant. */
  async runUntil(until: Instant): Promise<void> {
    for (;;) {
      await this.#settleNow();
      const next = Math.min(
        Number.POSITIVE_INFINITY,
        ...[...this.#convoys.values(), ...this.#clocks.values(), ...this.#entrances.values()].map(({ at }) => at),
      );
      if (next > until) break;
      this.#deps.clock.moveTo(next);
    }
    this.#deps.clock.moveTo(until);
    await this.#settleNow();
  }

  /** The same after a long sleep: without the clock's looks in between, where nothing is due before. */
  async wakeAt(until: Instant): Promise<void> {
    this.#deps.clock.moveTo(until);
    await this.runUntil(until);
  }

  async #settleNow(): Promise<void> {
    for (;;) {
      const matched = await this.#matchAll();
      const asked = await this.#takeOutbox();
      const drove = await this.#driveDue();
      if (!matched && !asked && !drove) return;
    }
  }

  async #matchAll(): Promise<boolean> {
    let any = false;
    while (await this.#deps.match()) any = true;
    return any;
  }

  async #takeOutbox(): Promise<boolean> {
    const { db, clock } = this.#deps;
    const work = [...(await depart(db, clock, unlimited, [])), ...(await takeOutbox(db, clock))];
    const at = await this.#deps.clock.now();
    for (const one of work) {
      const { workspaceId, epoch } = one;
      if (one.kind === 'clock') this.#clocks.set(workspaceId, { input: { workspaceId, epoch }, at });
      else if (one.kind === 'entrance')
        this.#entrances.set(one.entranceId, { input: { workspaceId, epoch, entranceId: one.entranceId }, at });
      else
        this.#convoys.set(one.convoyId, {
          input: { workspaceId, epoch, convoyId: one.convoyId, queue: one.queue },
          at,
        });
      await settleOutbox(this.#deps.db, one);
    }
    return work.length > 0;
  }

  async #driveDue(): Promise<boolean> {
    const now = await this.#deps.clock.now();
    const convoys = [...this.#convoys].filter(([, { at }]) => at <= now);
    for (const [id, convoy] of convoys) {
      const rest = await this.#deps.activities.drive(convoy.input);
      await this.#deps.drained();
      for (const { nodeType } of rest.calls) await this.#deps.activities.perform({ ...convoy.input, nodeType });
      if (rest.kind === 'done') this.#convoys.delete(id);
      else convoy.at = rest.kind === 'again' || rest.calls.length > 0 ? now : now + rest.ms;
    }
    const clocks = [...this.#clocks].filter(([, { at }]) => at <= now);
    for (const [workspaceId, clock] of clocks) {
      const next = await this.#deps.activities.tick(clock.input);
      if ('kind' in next) this.#clocks.delete(workspaceId);
      else clock.at = now + next.ms;
    }
    return (await this.#enterDue(now)) || convoys.length + clocks.length > 0;
  }

  async #enterDue(now: Instant): Promise<boolean> {
    const due = [...this.#entrances].filter(([, { at }]) => at <= now);
    for (const [id, entrance] of due) {
      const rest = (await this.#deps.activities.enterPage?.(entrance.input)) ?? { kind: 'done' };
      if (rest.kind === 'done') this.#entrances.delete(id);
      else entrance.at = rest.kind === 'again' ? now : now + rest.ms;
    }
    return due.length > 0;
  }
}
