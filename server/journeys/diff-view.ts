import { documentParts, edge, type JourneyDiff } from '@wend/engine';
import { z } from 'zod';
import { anyJson } from '../answers/index.ts';

const before = anyJson('What stood there; absent where nothing did').exactOptional();
const after = anyJson('What stands there; absent where nothing does').exactOptional();
const step = { id: z.string(), name: z.string() };
const fieldChange = z.object({
  field: z.string().meta({ description: '`name`, `note`, `type`, or a path into the config' }),
  before,
  after,
});

const difference = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step-added'), ...step, type: z.string() }),
  z.object({ kind: z.literal('step-removed'), ...step, type: z.string() }),
  z.object({ kind: z.literal('step-changed'), ...step, fields: z.array(fieldChange).readonly() }),
  z.object({ kind: z.literal('edge-added'), edge }),
  z.object({ kind: z.literal('edge-removed'), edge }),
  z.object({ kind: z.literal('part-changed'), part: z.enum(documentParts), before, after }),
]);

export const diffView = z
  .object({
    differences: z.array(difference).readonly(),
    summary: z.string().meta({ description: 'All of it in a sentence' }),
  })
  .meta({
    id: 'JourneyDiff',
    description: 'What is different from the version before',
  }) satisfies z.ZodType<JourneyDiff>;
