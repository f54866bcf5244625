import { bindSteps } from '@wend/engine';
import { aJourney } from '@wend/engine/testing';
import { expect, it } from 'vitest';
import { nodeTypes } from '../journey/node-types.ts';
import { FlowCache } from './flow-cache.ts';
import { openingView } from './opening-view.ts';
import { toFlow } from './to-flow.ts';

function flowOf(steps: number) {
  const builder = aJourney().entry('Cart Updated');
  for (let n = 0; n < steps; n += 1) builder.wait('PT1H', `wait${n}`);
  const document = builder.document();
  return toFlow(document, bindSteps(document, nodeTypes).steps, false, new FlowCache());
}
const box = { width: 1000, height: 800 };

it('shows a short journey as a whole, in the middle, no larger than it is pleasant', () => {
  const flow = flowOf(1);
  const { x, y, zoom } = openingView(flow, box);
  expect(zoom).toBe(0.9);
  expect(x + (flow.left + flow.width / 2) * zoom).toBeCloseTo(500, 0);
  expect(y).toBeGreaterThan(40);
  expect(y + flow.height * zoom).toBeLessThan(800 - 72);
});

it('shows a long one from its beginning, large enough to read', () => {
  const flow = flowOf(40);
  expect(openingView(flow, box)).toMatchObject({ y: 40, zoom: 0.7 });
});

it('stands a box without room without harm', () => {
  expect(openingView(flowOf(3), { width: 0, height: 0 }).zoom).toBe(0.9);
});
