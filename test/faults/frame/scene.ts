import { setTimeout as pause } from 'node:timers/promises';
import type { JourneyId } from '@wend/engine';
import { type Audited, audit } from '../audit/audit.ts';
import { ofCarts } from '../audit/demand.ts';
import { addressesOf, Crowd, type Orders, peopleOf } from '../bed/crowd.ts';
import { type Fate, Provider } from '../bed/provider.ts';
import { carts, goLive, openShop, type Shop } from '../bed/shop.ts';
import { FaultyWend } from '../bed/wend.ts';
import type { Begun } from './begun.ts';
import type { CaseSettings } from './case-settings.ts';
import { Dice } from './dice.ts';

const CHUNK = 50;
const LOOK_EVERY_MS = 1_000;
/** What was over may not begin again. */
const LOOK_AGAIN_AFTER_MS = 3_000;
const SETTLES_WITHIN_MS = 240_000;
/** Of the provider's calls, those that are lost for no fault of ours. */
const LOST = 0.04;

export interface SceneOptions {
  readonly seed: number;
  readonly home: string;
  readonly dir: string;
  /** Outages at full length. */
  readonly full: boolean;
  readonly begun: Begun;
}

/** One case with one seed: a whole Wend, its provider, a shop and its people. */
export class Scene {
  readonly dice: Dice;
  readonly wend: FaultyWend;
  readonly provider: Provider;
  readonly shop: Shop;
  readonly crowd: Crowd;
  readonly journeyId: JourneyId;
  readonly full: boolean;
  /** How many runs each person must have had in the end. */
  readonly runsOf = new Map<string, number>();
  /** What a case demands beside what is demanded of all; each answers what is not so. */
  readonly alsoMust: (() => Promise<readonly string[]>)[] = [];
  readonly #case: CaseSettings;
  readonly #addresses = new Set<string>();

  private constructor(
    theCase: CaseSettings,
    { seed, full }: SceneOptions,
    parts: Pick<Scene, 'dice' | 'wend' | 'provider' | 'shop' | 'journeyId'>,
  ) {
    this.#case = theCase;
    this.dice = parts.dice;
    this.wend = parts.wend;
    this.provider = parts.provider;
    this.shop = parts.shop;
    this.journeyId = parts.journeyId;
    this.full = full;
    this.crowd = new Crowd(() => ({ url: this.wend.url, writeKey: this.shop.writeKey }), new Dice(seed + 1_000));
    const fates = new Dice(seed + 2_000);
    this.provider.fateOf = () => fateBy(fates);
    this.provider.isOurs = (address) => this.#addresses.has(address);
  }

  static async open(theCase: CaseSettings, options: SceneOptions): Promise<Scene> {
    const dice = new Dice(options.seed);
    const { home, dir, begun } = options;
    const provider = await Provider.open(new Dice(options.seed + 3_000));
    begun.endsBy(() => provider.close());
    const wend = await FaultyWend.start({ home, dir, provider, apart: theCase.apart ?? false, begun });
    const shop = await openShop(wend.db);
    const journeyId = await goLive(shop.context, (theCase.journey ?? carts)());
    return new Scene(theCase, options, { dice, wend, provider, shop, journeyId });
  }

  /** People come within so long, each once; resolves when everything that they did was taken. */
  async come(count: number, withinMs: number, orders?: Orders): Promise<void> {
    const people = peopleOf(`p${this.runsOf.size}`, count);
    for (const person of people) this.expect(person);
    await this.crowd.come(people, withinMs, orders);
  }

  /** This person must have had so many runs. */
  expect(person: string, runs = 1): void {
    this.runsOf.set(person, runs);
    for (const address of addressesOf(person)) this.#addresses.add(address);
  }

  /** At a moment of the seed. */
  async sometime(fromMs: number, toMs: number): Promise<void> {
    await pause(this.dice.between(fromMs, toMs));
  }

  /** An outage: scaled down, unless at full length. */
  outageMs(fullMs: number): number {
    return this.full ? fullMs : Math.min(fullMs, 20_000);
  }

  /** Looks until everything is as it must be, and once more after a while. Answers what is not. */
  async audit(): Promise<readonly string[]> {
    const end = performance.now() + (this.#case.settlesWithinMs ?? SETTLES_WITHIN_MS);
    for (;;) {
      const faults = await this.#faults();
      if (faults.length === 0) break;
      if (performance.now() > end) return faults;
      await pause(LOOK_EVERY_MS);
    }
    await pause(LOOK_AGAIN_AFTER_MS);
    return this.#faults();
  }

  async #faults(): Promise<readonly string[]> {
    const faults = await audit(await this.#audited());
    for (const must of this.alsoMust) faults.push(...(await must()));
    return faults;
  }

  async #audited(): Promise<Audited> {
    const { workspaceId } = this.shop;
    return {
      db: this.wend.db,
      workspaceId,
      journeyIds: [this.journeyId],
      provider: this.provider,
      accepted: this.crowd.accepted,
      runsOf: this.runsOf,
      demandOf: this.#case.demandOf ?? ofCarts,
      blows: this.wend.allBlows,
      mayBeUnknown: CHUNK * (this.#case.blows ?? 0),
    };
  }
}

function fateBy(fates: Dice): Fate {
  const [draw, isLost] = [fates.pick(['take-and-drop', 'drop'] as const), fates.chance(LOST)];
  return isLost ? draw : 'answer';
}
