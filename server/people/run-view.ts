import { z } from 'zod';
import { id, moment } from '../answers/index.ts';
import { documentView } from '../journeys/document-view.ts';
import { messageView } from './messages.ts';
import { person } from './person.ts';
import { runPhase } from './run-phase.ts';

const turns = ['entered', 'visit', 'message', 'deferral', 'conversion', 'planned', 'ended'] as const;

const timelineItem = z
  .object({
    kind: z.enum(turns),
    at: moment,
    step: z.string().exactOptional(),
    title: z.string(),
    text: z.string().meta({ description: 'Why, in words' }),
    port: z.string().exactOptional().meta({ description: 'The way out that was taken' }),
    toStep: z.string().exactOptional(),
    message: messageView.exactOptional(),
  })
  .meta({ id: 'TimelineItem', description: "A turn on a person's way, with its reason in words" });
export type TimelineItem = z.infer<typeof timelineItem>;

const pathItem = z.object({ step: z.string(), port: z.string().exactOptional(), toStep: z.string().exactOptional() });

export const runView = z
  .object({
    run: z.object({
      id,
      profileId: id,
      person,
      journeyId: id,
      versionId: id,
      number: z.int().meta({ description: 'Of the version they entered' }),
      phase: runPhase,
      step: z.string(),
      key: z.string().meta({
        description: "What tells several passages of one person apart (a cart, an order); '' where nothing does",
      }),
      holdout: z.boolean().meta({ description: 'One of the comparison group: everything is decided, nothing is sent' }),
      timeZone: z.string().meta({ description: 'IANA time zone that their waits and hours are judged in' }),
      enteredAt: moment,
      endedAt: moment.exactOptional(),
      dueAt: moment.exactOptional().meta({ description: 'When they go on, where nothing else comes first' }),
      error: z.string().exactOptional().meta({ description: 'The fault that holds them up' }),
    }),
    document: documentView,
    path: z
      .array(pathItem)
      .readonly()
      .meta({ description: 'Every step they came through, whatever part of the timeline is told' }),
    timeline: z.array(timelineItem).readonly().meta({ description: 'The part that was asked for, the earliest first' }),
    earlier: z
      .int()
      .exactOptional()
      .meta({ description: '`before` of the part before this one; absent where it begins at the entry' }),
  })
  .meta({
    id: 'Run',
    description: "One person's way through a journey: where they are, each turn and why, and what is planned",
  });
export type RunView = z.infer<typeof runView>;
