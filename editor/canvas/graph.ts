import type { CardBody, JourneyDocument, LayoutGraph, PlanStep } from '@wend/engine';
import { ENTRY } from '@wend/engine';

export type Group = 'entry' | 'message' | 'timing' | 'logic' | 'action' | 'neutral';

interface CardPlace {
  readonly id: string;
  readonly height: number;
  readonly ports: readonly string[];
  readonly group: Group;
}
interface CardGraph extends LayoutGraph {
  readonly nodes: readonly CardPlace[];
}

const HEIGHTS: Readonly<Record<CardBody['kind'], readonly [plain: number, live: number]>> = {
  plain: [60, 60],
  lines: [100, 100],
  bubble: [128, 172],
  mail: [112, 156],
  notification: [128, 172],
  shares: [90, 90],
};
const ENTRY_HEIGHT = 72;
const UNKNOWN_HEIGHT = 72;

function heightOf(step: PlanStep | undefined, isLive: boolean): number {
  if (!step) return UNKNOWN_HEIGHT;
  const [plain, live] = HEIGHTS[step.node.card().body.kind];
  return isLive ? live : plain;
}

/** What the layout needs of a journey. Steps that cannot be bound keep the ports that lead somewhere. */
export function graphOf(document: JourneyDocument, steps: ReadonlyMap<string, PlanStep>, isLive: boolean): CardGraph {
  const used = (id: string): string[] => document.edges.filter(({ from }) => from === id).map(({ port }) => port);
  return {
    entry: ENTRY,
    nodes: [
      { id: ENTRY, height: ENTRY_HEIGHT, ports: ['next'], group: 'entry' },
      ...Object.keys(document.steps).map((id): CardPlace => {
        const step = steps.get(id);
        const ports = step ? step.node.ports.map((port) => port.id) : [...new Set(used(id))];
        return { id, height: heightOf(step, isLive), ports, group: step?.type.group ?? 'neutral' };
      }),
    ],
    edges: document.edges,
  };
}
