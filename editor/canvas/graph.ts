import type { CardBody, JourneyDocument, LayoutEdge, LayoutGraph, PlanStep } from '@wend/engine';
import { ENTRY } from '@wend/engine';
import { shown } from './shown.ts';

type Group = 'entry' | 'message' | 'timing' | 'logic' | 'action' | 'neutral';

interface CardPlace {
  readonly id: string;
  readonly height: number;
  readonly ports: readonly string[];
  /** What each way out is called. */
  readonly labels: readonly string[];
  readonly group: Group;
  /** How much later than its arrival a person leaves at the latest, ms. */
  readonly elapsedMs: number;
}
export interface CardGraph extends LayoutGraph {
  readonly nodes: readonly CardPlace[];
}

const HEIGHTS: Readonly<Record<CardBody['kind'], readonly [plain: number, live: number]>> = {
  plain: [60, 60],
  lines: [100, 100],
  bubble: [96, 140],
  mail: [112, 156],
  notification: [112, 156],
  shares: [90, 90],
};
const LINE_HEIGHT = 16;
/** Letters that fit on a line of a bubble, at the least. */
const LINE_LETTERS = 34;
const ENTRY_HEIGHT = 72;
const UNKNOWN_HEIGHT = 72;

function heightOf(step: PlanStep | undefined, isLive: boolean): number {
  if (!step) return UNKNOWN_HEIGHT;
  const { body } = step.node.card();
  const [plain, live] = HEIGHTS[body.kind];
  return (isLive ? live : plain) + LINE_HEIGHT * (linesOf(body) - 1);
}

/** A bubble is as high as its words, up to what it shows of them. */
function linesOf(body: CardBody): number {
  if (body.kind === 'bubble') return linesIn(body.text, 3);
  if (body.kind === 'notification') return linesIn(body.body, 2);
  return 1;
}

function linesIn(text: string, most: number): number {
  const lines = shown(text)
    .split('\n')
    .map((line) => Math.max(1, Math.ceil(line.length / LINE_LETTERS)));
  return Math.min(
    most,
    lines.reduce((sum, count) => sum + count, 0),
  );
}

/** What the picture of a journey depends on. Steps that cannot be bound keep the ports that lead somewhere. */
export function graphOf(document: JourneyDocument, steps: ReadonlyMap<string, PlanStep>, isLive: boolean): CardGraph {
  const used = (id: string): string[] => document.edges.filter(({ from }) => from === id).map(({ port }) => port);
  const entry = {
    id: ENTRY,
    height: ENTRY_HEIGHT,
    ports: ['next'],
    labels: [''],
    group: 'entry',
    elapsedMs: 0,
  } as const;
  const cards = Object.keys(document.steps).map((id): CardPlace => {
    const step = steps.get(id);
    const ports = step ? step.node.ports.map((port) => port.id) : [...new Set(used(id))];
    return {
      id,
      height: heightOf(step, isLive),
      ports,
      labels: step ? step.node.ports.map(({ label }) => label) : ports,
      group: step?.type.group ?? 'neutral',
      elapsedMs: step?.node.card().elapsedMs ?? 0,
    };
  });
  return { entry: ENTRY, nodes: [entry, ...cards], edges: document.edges };
}

/** Whether two graphs give the same picture: most edits change what a card says, and move nothing. */
export function isSameGraph(a: CardGraph, b: CardGraph): boolean {
  return (
    a.nodes.length === b.nodes.length &&
    a.nodes.every((card, n) => isSameCard(card, b.nodes[n])) &&
    (a.edges === b.edges ||
      (a.edges.length === b.edges.length && a.edges.every((edge, n) => isSameEdge(edge, b.edges[n]))))
  );
}

function isSameCard(a: CardPlace, b: CardPlace | undefined): boolean {
  return (
    b !== undefined &&
    a.id === b.id &&
    a.height === b.height &&
    a.elapsedMs === b.elapsedMs &&
    isSameList(a.ports, b.ports) &&
    isSameList(a.labels, b.labels)
  );
}

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, n) => one === b[n]);

const isSameEdge = (a: LayoutEdge, b: LayoutEdge | undefined): boolean =>
  a === b || (b !== undefined && a.from === b.from && a.port === b.port && a.to === b.to);
