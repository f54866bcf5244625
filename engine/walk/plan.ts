import type { JourneyDocument } from '../document/schema.ts';
import type { BoundNode, NodeType } from '../node/define-node.ts';

export interface PlanStep {
  readonly id: string;
  readonly name: string;
  readonly type: NodeType;
  readonly node: BoundNode;
}

/** A journey ready to walk: every config checked, every edge known. */
export interface Plan {
  readonly document: JourneyDocument;
  readonly steps: ReadonlyMap<string, PlanStep>;
  /** The step behind a port; undefined where the port has no edge: the run ends there. `from` may be `entry` (port `next`). */
  next(from: string, port: string): string | undefined;
}
