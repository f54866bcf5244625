import { z } from 'zod';
import { defineNode } from '../../node/define-node.ts';
import { go, jump } from '../../node/outcome.ts';

const config = z.strictObject({
  to: z.string().max(40).meta({ label: 'Go to', widget: 'step' }),
  limit: z
    .int()
    .min(1)
    .max(100)
    .default(3)
    .meta({ label: 'At most', help: 'How often a person may go back this way', unit: 'times' }),
});

/** Sends the person back to an earlier step, a bounded number of times. */
export const goTo = defineNode({
  type: 'go-to',
  version: 1,
  group: 'logic',
  title: 'Go to',
  summary: 'Back to another step, a limited number of times',
  icon: 'corner-left-up',
  config,
  initial: { to: '', limit: 3 },
  ports: () => [{ id: 'limit-reached', label: 'After the last time' }],
  card: ({ to, limit }, nameOf) => ({
    title: to === '' ? 'Choose a step' : `Go to ${nameOf(to)}`,
    detail: `at most ${limit} ${limit === 1 ? 'time' : 'times'}`,
    body: { kind: 'plain' },
  }),
  jumps: ({ to }) => [to],
  decide: ({ config: { to, limit }, run }) =>
    run.visit > limit
      ? go('limit-reached', `Was here ${run.visit - 1} times already, at most ${limit}`)
      : jump(to, `Time ${run.visit} of at most ${limit}`),
});
