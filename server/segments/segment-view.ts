import { condition } from '@wend/engine';
import { z } from 'zod';
import { id, moment } from '../answers/index.ts';
import type { Segment } from '../tables/index.ts';

export const segmentView = z
  .object({
    id,
    name: z.string(),
    condition,
    revision: z.int().meta({ description: 'Rises with every change; its ETag' }),
    changedAt: moment,
    archivedAt: moment.exactOptional().meta({ description: 'Since then nobody is offered it' }),
  })
  .meta({ id: 'Segment', description: 'People who are alike in something, found anew whenever it is asked' });
export type SegmentView = z.infer<typeof segmentView>;

export const segmentSize = z
  .object({ people: z.int(), at: moment })
  .meta({ id: 'SegmentSize', description: 'How many were in it at that moment' });

export function viewOf({ id, name, condition, revision, changedAt, archivedAt }: Segment): SegmentView {
  return {
    id,
    name,
    condition,
    revision,
    changedAt: new Date(changedAt).toISOString(),
    ...(archivedAt === null ? {} : { archivedAt: new Date(archivedAt).toISOString() }),
  };
}
