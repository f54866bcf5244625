import type { Point } from '@wend/engine';
import type { Edge, Node } from '@xyflow/react';

export type StepNode = Node<{ readonly elapsed: string }, 'step'>;
export type EntryNode = Node<Record<string, never>, 'entry'>;
export type SlotNode = Node<{ readonly from: string; readonly port: string }, 'slot'>;
export type FlowNode = StepNode | EntryNode | SlotNode;
interface WayData extends Record<string, unknown> {
  readonly from: string;
  readonly port: string;
  /** Where there is a choice. */
  readonly label: string;
  readonly points: string;
  readonly plusAt: Point;
  readonly labelAt: Point;
}
export type FlowEdge = Edge<WayData, 'way'>;

export interface Flow {
  readonly nodes: FlowNode[];
  readonly edges: FlowEdge[];
  /** The entry stands at 0, so that nothing above an inserted step moves; here the picture begins to its left. */
  readonly left: number;
  readonly width: number;
  readonly height: number;
}
