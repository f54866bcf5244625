import { statOf } from '../../../server/process/orphan.ts';
import type { Process } from '../../harness/started.ts';

/** Whose work a process does; the provider's own is nobody's here. */
export type Owner = 'Temporal' | 'Postgres' | 'Wend' | 'floor';
/** Seconds of CPU. */
export type Cpu = Readonly<Record<Owner, number>>;

const none: Cpu = { Temporal: 0, Postgres: 0, Wend: 0, floor: 0 };
const owners: readonly (readonly [RegExp, Owner])[] = [
  [/\btemporal server /, 'Temporal'],
  [/(^|\/)postgres(:| -D)/, 'Postgres'],
  [/roles\/(api|matcher|worker)\.js/, 'Wend'],
  [/bench\/floor\/(worker|endpoint)\.ts/, 'floor'],
];
/** Of `/proc/<pid>/stat` (proc(5)), in every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** What these processes have used since they began. Linux only. */
export async function cpuOf(processes: readonly Process[]): Promise<Cpu> {
  const used = { ...none };
  for (const { pid, command } of processes) {
    const owner = owners.find(([pattern]) => pattern.test(command))?.[1];
    if (owner) used[owner] += await secondsOf(pid);
  }
  return used;
}

export function since(before: Cpu, after: Cpu): Cpu {
  const owned = (owner: Owner): number => after[owner] - before[owner];
  return { Temporal: owned('Temporal'), Postgres: owned('Postgres'), Wend: owned('Wend'), floor: owned('floor') };
}

async function secondsOf(pid: number): Promise<number> {
  // The 14th to the 17th field: its own, and of those of its children that have ended, as sessions and autovacuum do.
  const ticks = (await statOf(pid)).slice(11, 15).map(Number);
  return ticks.reduce((sum, used) => sum + used, 0) / TICKS_A_SECOND;
}
