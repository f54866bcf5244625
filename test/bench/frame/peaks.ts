import { readFile } from 'node:fs/promises';
import type { Process } from '../../harness/started.ts';

/** The most memory a process has held at a time. */
export interface Peak {
  readonly name: string;
  readonly megabytes: number;
}

export function inMegabytes(peaks: readonly Peak[]): string {
  return peaks.map(({ name, megabytes }) => `${name} ${megabytes} MB`).join(', ');
}

const names: readonly (readonly [RegExp, (found: string) => string])[] = [
  [/roles\/(\w+)\.js/, (role) => role],
  [/process\/(start)\.mjs/, () => 'supervisor'],
  [/\btemporal (server) /, () => 'Temporal'],
  [/bench\/floor\/(\w+)\.ts/, (part) => `floor's ${part}`],
];

/** Of those processes that have a name here; Postgres' share most of their memory, so their sum would say nothing. Linux only. */
export async function peaksOf(processes: readonly Process[]): Promise<readonly Peak[]> {
  const peaks = await Promise.all(
    processes.map(async ({ pid, command }) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      const kilobytes = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]);
      const name = nameOf(command);
      return name && kilobytes > 0 ? [{ name, megabytes: Math.round(kilobytes / 1024) }] : [];
    }),
  );
  return peaks.flat().sort((one, other) => other.megabytes - one.megabytes);
}

function nameOf(command: string): string | undefined {
  for (const [pattern, name] of names) {
    const found = pattern.exec(command)?.[1];
    if (found !== undefined) return name(found);
  }
  return undefined;
}
