import { z } from 'zod';
import { defineNode } from '../../node/define-node.ts';
import { end as endOutcome } from '../../node/outcome.ts';

/** Ends the journey for the person. */
export const end = defineNode({
  type: 'end',
  version: 1,
  group: 'logic',
  title: 'End',
  summary: 'The journey is over for whoever comes here',
  icon: 'flag',
  config: z.strictObject({}),
  initial: {},
  ports: () => [],
  card: () => ({ title: 'Leaves the journey', body: { kind: 'plain' } }),
  decide: () => endOutcome('Came to the end'),
});
