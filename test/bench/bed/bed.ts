import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { temporalBinary } from '../../../server/process/temporal-binary.ts';
import { chromium } from '../../harness/chromium.ts';
import { type SignedIn, signedIn } from '../../harness/signed-in.ts';
import { checkout, type Process, pathWithTemporal } from '../../harness/started.ts';
import { Floor } from '../floor/floor.ts';
import { type Cpu, cpuOf } from '../frame/cpu.ts';
import { type Peak, peaksOf } from '../frame/peaks.ts';
import { Clone } from './clone.ts';
import { BenchWend } from './wend.ts';

/** What rows measure, each started when the first row asks for it. */
export class Bed {
  readonly #dir: string;
  readonly #env: NodeJS.ProcessEnv;
  #wend: Promise<BenchWend> | undefined;
  #floor: Promise<Floor> | undefined;
  #clone: Promise<Clone> | undefined;
  #chromium: Browser | undefined;
  #browser: Promise<SignedIn> | undefined;

  private constructor(dir: string, env: NodeJS.ProcessEnv) {
    this.#dir = dir;
    this.#env = env;
  }

  /** `env` is its Wend's, beside what a clean one has. */
  static async make(env: NodeJS.ProcessEnv = {}): Promise<Bed> {
    return new Bed(await mkdtemp(join(tmpdir(), 'wend-bench-')), env);
  }

  wend(): Promise<BenchWend> {
    this.#wend ??= (async () => {
      const temporal = await temporalBinary(join(checkout, '.wend/bin'), console.log);
      const PATH = await pathWithTemporal(join(this.#dir, 'bin'), temporal);
      return BenchWend.start(this.#dir, { ...this.#env, PATH });
    })();
    return this.#wend;
  }

  floor(): Promise<Floor> {
    this.#floor ??= this.wend().then((wend) => Floor.start(this.#dir, wend));
    return this.#floor;
  }

  /** Signed in to the Wend. */
  browser(): Promise<SignedIn> {
    this.#browser ??= (async () => {
      const wend = await this.wend();
      this.#chromium = await chromium();
      return signedIn(this.#chromium, wend);
    })();
    return this.#browser;
  }

  clone(): Promise<Clone> {
    this.#clone ??= Clone.make(this.#dir);
    return this.#clone;
  }

  async peaks(): Promise<readonly Peak[]> {
    return peaksOf(await this.#processes());
  }

  /** What both sides have used so far. */
  async cpu(): Promise<Cpu> {
    return cpuOf(await this.#processes());
  }

  async #processes(): Promise<readonly Process[]> {
    const [wend, floor] = await Promise.all([this.#wend, this.#floor]);
    return [...((await wend?.processes()) ?? []), ...(floor?.processes() ?? [])];
  }

  /** Stops what was started and leaves nothing behind. */
  async close(): Promise<void> {
    await this.#chromium?.close();
    await (await this.#floor?.catch(() => undefined))?.stop();
    await (await this.#wend?.catch(() => undefined))?.stop();
    await rm(this.#dir, { recursive: true, force: true });
  }
}
