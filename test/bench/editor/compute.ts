import { bindSteps, builtInNodes, type JourneyDocument, layout, nodeTypesOf, validate } from '@wend/engine';
import { FlowCache } from '../../../editor/canvas/flow-cache.ts';
import { graphOf } from '../../../editor/canvas/graph.ts';
import { toFlow } from '../../../editor/canvas/to-flow.ts';
import type { Figures } from './watch.ts';

const types = nodeTypesOf(builtInNodes);

/** What the editor computes of a document: each the best of twenty. */
export function computed(document: JourneyDocument): Figures {
  const { steps } = bindSteps(document, types);
  const graph = graphOf(document, steps, false);
  return {
    layout: timed(() => void layout(graph)),
    'canvas of the document': timed(() => void toFlow(document, steps, false, new FlowCache())),
    'problems of the document': timed(() => void validate(document, types)),
  };
}

function timed(act: () => void): number {
  return Math.min(
    ...Array.from({ length: 20 }, () => {
      const began = performance.now();
      act();
      return performance.now() - began;
    }),
  );
}
