import type { Point, Route } from './graph.ts';
import { gapY } from './sizes.ts';

export interface Ends {
  /** The middle of the upper card's lower side. */
  readonly from: Point;
  /** The axis on which the line goes down. */
  readonly lane: number;
  /** The middle of the lower card's upper side. */
  readonly to: Point;
  /** Whether other lines leave the upper card, and whether others reach the lower one. */
  readonly isFan: boolean;
  readonly isJoin: boolean;
}

/**
 * A line down: it fans out half a gap under the card it leaves, and gathers half a gap over the card it reaches, so that the way between is
 * straight down through space kept free for it.
 */
export function routeOf({ from, lane, to, isFan, isJoin }: Ends): Pick<Route, 'points' | 'own'> {
  const fan = from.y + gapY / 2;
  const gather = to.y - gapY / 2;
  const own = { x: lane, top: isFan ? fan : from.y, bottom: isJoin ? gather : to.y };
  const points = [from, { x: from.x, y: fan }, { x: lane, y: fan }, { x: lane, y: gather }, { x: to.x, y: gather }, to];
  return { points: points.reduce<Point[]>(straightened, []), own };
}

function straightened(line: Point[], next: Point): Point[] {
  const [before, last] = line.slice(-2);
  const isSame = (a: Point | undefined) => a?.x === next.x && a.y === next.y;
  if (isSame(line.at(-1))) return line;
  const isStraight =
    before !== undefined &&
    last !== undefined &&
    ((before.x === last.x && last.x === next.x) || (before.y === last.y && last.y === next.y));
  return [...(isStraight ? line.slice(0, -1) : line), next];
}
