import type { Output } from './flow.ts';
import { cardWidth, gapX, slotWidth } from './sizes.ts';

/** What stands in a column: a card, the place under an open port, or the way of a line that passes beside cards. */
export type Item =
  | { readonly kind: 'card'; readonly id: string }
  | { readonly kind: 'slot'; readonly output: Output }
  | { readonly kind: 'lane'; readonly output: Output };

/** A part of the picture that nothing else stands in, around an axis at 0, in pixels. */
export interface Block {
  readonly left: number;
  readonly right: number;
  readonly item?: Item;
  readonly parts: readonly { readonly block: Block; readonly dx: number }[];
  /** The lowest items: what comes under the block comes under each of these. */
  readonly ends: readonly Item[];
}

/** A block of one item. */
export function blockOf(item: Item): Block {
  const half = (item.kind === 'card' ? cardWidth : slotWidth) / 2;
  return { left: half, right: half, item, parts: [], ends: [item] };
}

/** Blocks in a row, left to right, around the axis of the `trunk`; without one, around the middle between the first axis and the last. */
export function sideBySide(blocks: readonly Block[], trunk?: number): Block {
  const [only] = blocks;
  if (only !== undefined && blocks.length === 1) return only;
  let edge = 0;
  const axes = blocks.map(({ left, right }) => {
    const axis = edge + left;
    edge = axis + right + gapX;
    return axis;
  });
  // Whole pixels, or text on the cards is blurred.
  const middle = trunk === undefined ? Math.round(((axes[0] ?? 0) + (axes.at(-1) ?? 0)) / 2) : (axes[trunk] ?? 0);
  return {
    left: middle,
    right: edge - gapX - middle,
    parts: blocks.map((block, i) => ({ block, dx: (axes[i] ?? 0) - middle })),
    ends: blocks.flatMap(({ ends }) => ends),
  };
}

/** Blocks from top to bottom on one axis. */
export function stacked(blocks: readonly Block[]): Block {
  return {
    left: Math.max(...blocks.map(({ left }) => left)),
    right: Math.max(...blocks.map(({ right }) => right)),
    parts: blocks.map((block) => ({ block, dx: 0 })),
    ends: blocks.at(-1)?.ends ?? [],
  };
}

/** Every item of a block with the axis it stands on, in pixels from the block's left edge. */
export function itemsOf(whole: Block): readonly { readonly item: Item; readonly axis: number }[] {
  const found: { item: Item; axis: number }[] = [];
  const open = [{ block: whole, axis: whole.left }];
  for (let top = open.pop(); top !== undefined; top = open.pop()) {
    const { block, axis } = top;
    if (block.item !== undefined) found.push({ item: block.item, axis });
    for (const { block: part, dx } of block.parts) open.push({ block: part, axis: axis + dx });
  }
  return found;
}
