import { ENTRY, type JourneyDocument, type Place, type PlanStep } from '@wend/engine';

export type OutlineRow =
  | { readonly kind: 'step'; readonly id: string; readonly level: number }
  /** One of several ways out of the step above. */
  | {
      readonly kind: 'path';
      readonly at: Place;
      readonly label: string;
      readonly level: number;
      /** A step further up, where this path meets others. */
      readonly joins?: string;
    };

/** The journey from top to bottom, each step once; a choice indents what follows on each of its paths. Steps that nothing reaches come last. */
export function outlineRows(
  { edges, steps: placed }: JourneyDocument,
  steps: ReadonlyMap<string, PlanStep>,
): readonly OutlineRow[] {
  const rows: OutlineRow[] = [];
  const seen = new Set<string>();
  const next = new Map(edges.map(({ from, port, to }) => [`${from} ${port}`, to]));
  // A stack of its own, since a journey may be a thousand steps long.
  const open: (OutlineRow & { readonly then?: string | undefined })[] = [];
  const place = (id: string, level: number): void => {
    if (seen.has(id)) return;
    seen.add(id);
    rows.push({ kind: 'step', id, level });
    const ports = id === ENTRY ? [{ id: 'next', label: '' }] : (steps.get(id)?.node.ports ?? []);
    const [only] = ports;
    if (only && ports.length === 1) {
      const to = next.get(`${id} ${only.id}`);
      if (to !== undefined) open.push({ kind: 'step', id: to, level });
      return;
    }
    for (const { id: port, label } of ports.toReversed())
      open.push({ kind: 'path', at: { from: id, port }, label, level: level + 1, then: next.get(`${id} ${port}`) });
  };
  for (const root of [ENTRY, ...Object.keys(placed)]) {
    place(root, 0);
    for (let top = open.pop(); top !== undefined; top = open.pop()) {
      if (top.kind === 'step') {
        place(top.id, top.level);
        continue;
      }
      const { then, ...row } = top;
      rows.push(then !== undefined && seen.has(then) ? { ...row, joins: then } : row);
      if (then !== undefined) open.push({ kind: 'step', id: then, level: row.level });
    }
  }
  return rows;
}
