import { bindSteps, cardWidth, journeyDocument, type Layout, layout } from '@wend/engine';
import { useMemo } from 'react';
import { graphOf } from '../canvas/graph.ts';
import { nodeTypes } from '../journey/node-types.ts';

/** The journey's own layout, small: what it is recognised by. It stands beside the name, so it needs none of its own. */
export function Thumbnail({ document }: { readonly document: unknown }) {
  const drawn = useMemo(() => {
    const journey = journeyDocument.parse(document);
    const { steps } = bindSteps(journey, nodeTypes);
    const graph = graphOf(journey, steps, false);
    return { graph, placed: layout(graph) };
  }, [document]);
  const { graph, placed } = drawn;
  return (
    <svg className="thumbnail" viewBox={viewBoxOf(placed)} aria-hidden>
      {placed.edges.map(({ from, port, points }) => (
        <polyline
          key={`${from} ${port}`}
          points={points.map(({ x, y }) => `${x},${y}`).join(' ')}
          fill="none"
          stroke="var(--line)"
          strokeWidth="6"
        />
      ))}
      {graph.nodes.map(({ id, height, group }) => {
        const at = placed.nodes.get(id);
        return (
          at && (
            <rect
              key={id}
              x={at.x}
              y={at.y}
              width={cardWidth}
              height={height}
              rx="16"
              fill={`var(--${group}-tile)`}
              stroke={`var(--${group}-ink)`}
              strokeWidth="3"
            />
          )
        );
      })}
    </svg>
  );
}

const MARGIN = 20;
/** A picture of one card is not as large as that of a whole journey. */
const LEAST = { width: 640, height: 420 };

function viewBoxOf({ width, height }: Pick<Layout, 'width' | 'height'>): string {
  const across = Math.max(LEAST.width, width + 2 * MARGIN);
  const down = Math.max(LEAST.height, height + 2 * MARGIN);
  return `${(width - across) / 2} ${(height - down) / 2} ${across} ${down}`;
}
