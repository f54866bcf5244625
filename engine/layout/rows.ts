import type { Item } from './block.ts';
import type { Above } from './columns.ts';
import type { Flow } from './flow.ts';
import { gapFan, gapY, slotHeight } from './sizes.ts';

/** The top of every card and slot, in pixels: the longest way down to it, so that no line goes up. */
export function topsOf(
  flow: Flow,
  above: readonly Above[],
): { readonly card: ReadonlyMap<string, number>; slotUnder(id: string): number } {
  const card = new Map<string, number>();
  const heightOf = (id: string) => flow.cards.get(id)?.height ?? 0;
  const gapUnder = (id: string) => ((flow.outputs.get(id)?.length ?? 0) > 1 ? gapFan : gapY);
  const slotUnder = (id: string) => (card.get(id) ?? 0) + heightOf(id) + gapUnder(id);
  const uppers = new Map<string, Item[]>();
  for (const { upper, lower } of above) uppers.set(lower, [...(uppers.get(lower) ?? []), upper]);
  // A line that passes by keeps a gap of its own, in which it can be seen and clicked.
  const bottomOf = (item: Item) =>
    item.kind === 'card' ? bottom(item.id) : slotUnder(item.output.from) + (item.kind === 'slot' ? slotHeight : 0);
  const bottom = (id: string) => (card.get(id) ?? 0) + heightOf(id);

  for (const id of downwards(flow, above)) {
    // What leads here has pushed its own bottom down to this card already.
    const held = Math.max(card.get(id) ?? 0, ...(uppers.get(id) ?? []).map((upper) => bottomOf(upper) + gapY));
    card.set(id, held);
    for (const { to } of flow.outputs.get(id) ?? []) {
      if (to !== undefined) card.set(to, Math.max(card.get(to) ?? 0, bottom(id) + gapUnder(id)));
    }
  }
  return { card, slotUnder };
}

// Kahn's order over the lines and over who stands above whom.
function downwards(flow: Flow, above: readonly Above[]): readonly string[] {
  const below = new Map<string, string[]>(flow.order.map((id) => [id, []]));
  const waiting = new Map<string, number>(flow.order.map((id) => [id, 0]));
  const hold = (upper: string, lower: string) => {
    below.get(upper)?.push(lower);
    waiting.set(lower, (waiting.get(lower) ?? 0) + 1);
  };
  for (const outputs of flow.outputs.values()) for (const { from, to } of outputs) if (to !== undefined) hold(from, to);
  for (const { upper, lower } of above) hold(upper.kind === 'card' ? upper.id : upper.output.from, lower);

  const ready = flow.order.filter((id) => waiting.get(id) === 0);
  for (const id of ready) {
    for (const lower of below.get(id) ?? []) {
      const left = (waiting.get(lower) ?? 0) - 1;
      waiting.set(lower, left);
      if (left === 0) ready.push(lower);
    }
  }
  return ready;
}
