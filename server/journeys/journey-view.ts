import type { Command, Problem } from '@wend/engine';
import { z } from 'zod';
import { anyObject, id, moment } from '../answers/index.ts';
import type { JourneyState } from '../tables/index.ts';
import { diffView } from './diff-view.ts';
import { documentView } from './document-view.ts';

const state = z.enum(['draft', 'live', 'paused', 'stopped'] satisfies JourneyState[]).meta({
  description: '`paused`: everybody stands still. `stopped`: nobody enters any more, those inside go on to their end',
});
const revision = z.int().meta({ description: 'Rises with every change of the draft; its ETag' });
const author = z.string().meta({ description: 'Who published it' });
const versionNumber = z.int().meta({ description: 'Of the version, from 1' });

export const problemView = z
  .object({
    code: z.string(),
    severity: z.enum(['error', 'warning']),
    step: z.string().optional().meta({ description: 'The step it is about; `entry` for the entry' }),
    field: z.string().optional().meta({ description: 'Path of the field, e.g. `variants.0.share`' }),
    sentence: z.string(),
    fix: z
      .object({
        label: z.string(),
        commands: z.array(anyObject<Command>('A change of the document, as the editor applies it')).readonly(),
      })
      .optional()
      .meta({ description: 'A repair that one click applies' }),
  })
  .meta({
    id: 'Problem',
    description: 'Something wrong with a journey, or with a field of a request',
  }) satisfies z.ZodType<Problem>;

export const listedJourney = z
  .object({
    id,
    name: z.string(),
    state,
    revision,
    updatedAt: moment,
    version: z.int().optional().meta({ description: 'Number of the version that people enter now' }),
    entered: z.int(),
    live: z.int().meta({ description: 'How many are inside' }),
    converted: z.int().meta({ description: 'How many reached the goal' }),
    spark: z
      .array(z.int())
      .readonly()
      .meta({ description: 'How many entered on each of the last fourteen days, today last' }),
    document: documentView,
  })
  .meta({ id: 'ListedJourney', description: 'A journey as the list shows it' });
export type ListedJourney = z.infer<typeof listedJourney>;

export const journeyView = z
  .object({
    id,
    name: z.string(),
    state,
    revision,
    draft: documentView,
    live: z
      .object({
        versionId: id,
        number: versionNumber,
        publishedAt: moment,
        note: z.string(),
        author,
        document: documentView,
      })
      .optional()
      .meta({ description: 'The version that people enter now' }),
    pausedAt: moment.optional(),
    hasChanges: z.boolean().meta({ description: 'Whether the draft is another journey than the live one' }),
    problems: z.array(problemView).readonly().meta({ description: 'What keeps the draft from being published' }),
  })
  .meta({ id: 'Journey' });
export type JourneyView = z.infer<typeof journeyView>;

export const savedDraft = journeyView.pick({ revision: true, problems: true }).meta({ id: 'SavedDraft' });

export const publishedVersion = z
  .object({
    versionId: id,
    number: versionNumber,
    summary: z.string().meta({ description: 'What is different from the version before, in a sentence' }),
  })
  .meta({ id: 'PublishedVersion' });

export const versionView = z
  .object({
    id,
    number: versionNumber,
    note: z.string(),
    author,
    publishedAt: moment,
    diff: diffView.nullable().meta({ description: '`null` for the first version' }),
    running: z.int().meta({ description: 'How many are still on their way through it' }),
    document: documentView,
  })
  .meta({ id: 'JourneyVersion', description: 'A journey as it was published; never changed' });
export type VersionView = z.infer<typeof versionView>;
