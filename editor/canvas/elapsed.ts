import { ENTRY } from '@wend/engine';
import type { CardGraph } from './graph.ts';

/** How long after entry a step is reached at the latest, ms, by the longest way. */
export function elapsedTo({ nodes, edges }: CardGraph): ReadonlyMap<string, number> {
  const own = new Map(nodes.map(({ id, elapsedMs }) => [id, elapsedMs]));
  const elapsed = new Map<string, number>([[ENTRY, 0]]);
  // Each pass carries times one edge further; a journey without loops is done after as many as it has steps.
  for (let pass = 0, changed = true; changed && pass <= nodes.length; pass += 1) {
    changed = false;
    for (const { from, to } of edges) {
      const before = elapsed.get(from);
      if (before === undefined) continue;
      const at = before + (own.get(from) ?? 0);
      if (at <= (elapsed.get(to) ?? -1)) continue;
      elapsed.set(to, at);
      changed = true;
    }
  }
  return elapsed;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['min', 60_000],
] as const;

/** `+1 hour`, `+3 days`; nothing at the start. */
export function elapsedWords(ms: number | undefined): string {
  if (!ms) return '';
  const [unit, size] = UNITS.find(([, length]) => ms >= length) ?? UNITS[2];
  const count = Math.round(ms / size);
  return `+${count} ${unit}${count === 1 || unit === 'min' ? '' : 's'}`;
}
