/** A card to place: its height in pixels and its ports, left to right. */
export interface LayoutNode {
  readonly id: string;
  readonly height: number;
  readonly ports: readonly string[];
}

export interface LayoutEdge {
  readonly from: string;
  readonly port: string;
  readonly to: string;
}

export interface LayoutGraph {
  readonly entry: string;
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly LayoutEdge[];
}

/** Pixels from the top left corner of the picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The stretch of a line that no other line shares, straight down: what belongs to this way alone stands on it. */
export interface Stretch {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

/** A line from the middle of a card's lower side, straight down and across in turns. */
export interface Route extends LayoutEdge {
  readonly points: readonly Point[];
  readonly own: Stretch;
}

/** The place under a port that leads nowhere yet, by its top left corner, with the line that leads to it. */
export interface LayoutSlot extends Point {
  readonly from: string;
  readonly port: string;
  readonly points: readonly Point[];
  readonly own: Stretch;
}

export interface Layout {
  /** The top left corner of each card. */
  readonly nodes: ReadonlyMap<string, Point>;
  readonly slots: readonly LayoutSlot[];
  readonly edges: readonly Route[];
  readonly width: number;
  readonly height: number;
}
