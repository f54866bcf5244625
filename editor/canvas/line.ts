import type { Point } from '@wend/engine';

const CORNER = 12;

/** An orthogonal line with rounded corners, as an SVG path. */
export function rounded(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M ${first.x} ${first.y}`;
  rest.forEach((corner, index) => {
    const before = points[index];
    const after = rest[index + 1];
    if (!before || !after) {
      path += ` L ${corner.x} ${corner.y}`;
      return;
    }
    const start = toward(corner, before);
    const end = toward(corner, after);
    path += ` L ${start.x} ${start.y} Q ${corner.x} ${corner.y} ${end.x} ${end.y}`;
  });
  return path;
}

function toward(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
