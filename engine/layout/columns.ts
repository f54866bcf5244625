import { type Block, blockOf, type Item, sideBySide, stacked } from './block.ts';
import type { Flow, Output } from './flow.ts';
import type { Joins } from './joins.ts';

/** That one item stands wholly above a card, though no line may lead from the one to the other. */
export interface Above {
  readonly upper: Item;
  readonly lower: string;
}

interface Group {
  readonly outputs: readonly Output[];
  /** Where its outputs come together; absent for a single output. */
  readonly join?: string;
}

/**
 * Puts every card into a column. Outputs stand side by side in declared order; neighbours that come together form one block with their join
 * under it, so that a branch that only ends stands beside that block and pushes nothing. Answers the picture and who stands above whom.
 */
export function columnsOf(flow: Flow, joins: Joins): { readonly whole: Block; readonly above: readonly Above[] } {
  const placed = new Set<string>();
  const above: Above[] = [];
  const outputsOf = (id: string) => flow.outputs.get(id) ?? [];

  // Straight on while there is one way; recursion only where it forks.
  function column(first: string, stop: string | undefined): Block {
    const blocks: Block[] = [];
    let at = first;
    for (;;) {
      placed.add(at);
      blocks.push(blockOf({ kind: 'card', id: at }));
      const outputs = outputsOf(at);
      const [only] = outputs;
      if (only === undefined) return stacked(blocks);
      if (outputs.length > 1 || only.to === undefined) return stacked([...blocks, fan(outputs, stop)]);
      if (only.to === stop || placed.has(only.to)) return stacked(blocks);
      at = only.to;
    }
  }

  function fan(outputs: readonly Output[], stop: string | undefined): Block {
    const groups = groupsOf(outputs, stop, joins);
    return sideBySide(
      groups.map((group) => grouped(group, stop)),
      trunkOf(groups, joins),
    );
  }

  function grouped({ outputs, join }: Group, stop: string | undefined): Block {
    const [only] = outputs;
    if (only !== undefined && join === undefined) return branch(only, stop);
    const row = fan(outputs, join);
    if (join === undefined || placed.has(join)) return row;
    above.push(...row.ends.map((upper) => ({ upper, lower: join })));
    return stacked([row, column(join, stop)]);
  }

  function branch(output: Output, stop: string | undefined): Block {
    if (output.to === undefined) return blockOf({ kind: 'slot', output });
    if (output.to === stop || placed.has(output.to)) return blockOf({ kind: 'lane', output });
    return column(output.to, stop);
  }

  const whole = sideBySide(flow.roots.filter((root) => !placed.has(root)).map((root) => column(root, undefined)));
  return { whole, above };
}

/** The one group that goes on together where all others only end: what is above stands over it, so that the main way is a straight line. */
function trunkOf(groups: readonly Group[], joins: Joins): number | undefined {
  const trunk = groups.findIndex(({ join }) => join !== undefined);
  const isEnding = ({ outputs }: Group) => outputs.every(({ to }) => to === undefined || joins.isApart(to));
  return trunk !== -1 && groups.every((group, n) => n === trunk || isEnding(group)) ? trunk : undefined;
}

// What comes together before the stop shares a block; an open port or a branch that stands apart between is caught in it, to keep the order.
function groupsOf(outputs: readonly Output[], stop: string | undefined, joins: Joins): readonly Group[] {
  const groups: Group[] = [];
  let from = 0;
  while (from < outputs.length) {
    const group = firstGroup(outputs.slice(from), stop, joins);
    groups.push(group);
    from += group.outputs.length;
  }
  return groups;
}

function firstGroup(outputs: readonly Output[], stop: string | undefined, joins: Joins): Group {
  let meeting = outputs[0]?.to;
  let join: string | undefined;
  let length = 1;
  for (let i = 1; meeting !== undefined && !joins.isApart(meeting) && i < outputs.length; i += 1) {
    const to = outputs[i]?.to;
    if (to === undefined || joins.isApart(to)) continue;
    const found = joins.joinOf(meeting, to, stop);
    if (found === undefined) break;
    join = found;
    meeting = found;
    length = i + 1;
  }
  const members = outputs.slice(0, length);
  return join === undefined ? { outputs: members } : { outputs: members, join };
}
