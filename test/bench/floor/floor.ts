import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflows } from '@wend/workflows/bundle';
import { freePort } from '../../../server/process/ports.ts';
import type { Process } from '../../harness/started.ts';
import { type Calls, callsFor } from '../bed/calls.ts';
import { Door } from '../bed/door.ts';
import { WAIT_SECONDS } from '../bed/journeys.ts';
import type { BenchEvent } from '../bed/people.ts';
import type { Side } from '../bed/side.ts';
import type { BenchWend } from '../bed/wend.ts';
import type { Told } from './told.ts';

/**
 * The journey as an expert in Temporal would write it by hand: a workflow for each customer, on the same Temporal server, against the
 * same provider. An endpoint and a worker, each a process of its own.
 */
export class Floor implements Side {
  readonly #door: Door;
  readonly #wend: BenchWend;
  readonly #children: readonly ChildProcess[];

  private constructor(door: Door, wend: BenchWend, children: readonly ChildProcess[]) {
    this.#door = door;
    this.#wend = wend;
    this.#children = children;
  }

  static async start(dir: string, wend: BenchWend): Promise<Floor> {
    const port = await freePort();
    const bundle = join(dir, 'floor-bundle.js');
    await writeFile(bundle, (await bundleWorkflows(join(import.meta.dirname, 'workflow.ts'))).code);
    const told: Told = {
      temporal: `127.0.0.1:${wend.facts.temporalPort}`,
      sandbox: `http://127.0.0.1:${wend.facts.sandboxPort}`,
      port,
      waitMs: WAIT_SECONDS * 1_000,
      bundle,
    };
    const children = await Promise.all([run('worker.ts', told), run('endpoint.ts', told)]);
    return new Floor(new Door(`http://127.0.0.1:${port}`, 'floor'), wend, children);
  }

  /** A hand-written workflow is told everything it needs. */
  async know(): Promise<void> {}

  post(events: readonly BenchEvent[]): Promise<void> {
    return this.#door.post(events);
  }

  calls(people: readonly string[], sinceMs: number): Promise<ReadonlyMap<string, Calls>> {
    return callsFor(this.#wend.sql, people, sinceMs);
  }

  processes(): readonly Process[] {
    return this.#children.map(({ pid = 0, spawnargs }) => ({ pid, parent: process.pid, command: spawnargs.join(' ') }));
  }

  async stop(): Promise<void> {
    await this.#door.close();
    for (const child of this.#children) child.kill('SIGTERM');
    await Promise.all(this.#children.map(async (child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
  }
}

async function run(script: string, told: Told): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, script), [JSON.stringify(told)], {
    execArgv: ['--import', import.meta.resolve('tsx')],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`The floor's ${script} ended before it was ready`);
  });
  await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return child;
}
