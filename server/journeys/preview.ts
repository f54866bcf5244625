import {
  type Asked,
  bindSteps,
  channel,
  type FactValue,
  type Instant,
  type JourneyDocument,
  type JourneyId,
  journeyDocument,
  type MessageId,
  type NodeTypes,
  type PersonEvent,
  type PlanStep,
  type ProfileFact,
  type ProfileId,
  parseJourney,
  type RunId,
  type SendSpec,
  type WalkRun,
  type World,
  walk,
} from '@wend/engine';
import { z } from 'zod';
import { type Context, JourneyError } from '../access/index.ts';
import { anyObject } from '../answers/index.ts';
import { LiveWorld } from '../drive/facts/live-world.ts';
import { readProfiles } from '../drive/facts/profile.ts';
import { judge } from '../drive/judge.ts';
import { newId } from '../ids/index.ts';
import type { RenderMessages } from '../messages/contract.ts';
import { findJourney } from './find-journey.ts';
import { entryOf, samplePerson } from './sample-person.ts';

export interface PreviewParts {
  readonly nodeTypes: NodeTypes;
  readonly render: RenderMessages;
}
export interface PreviewQuestion {
  readonly step: string;
  /** Without one, a person made of what the workspace has seen. */
  readonly profileId?: ProfileId | undefined;
  /** As it stands in the editor; the saved draft where absent. */
  readonly document?: unknown;
}
export const preview = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('rendered'), channel, payload: anyObject('As the provider would get it') }),
    z.object({
      kind: z.literal('nothing'),
      why: z.string().meta({ description: 'Why the step sends nothing to this person' }),
    }),
  ])
  .meta({ id: 'Preview' });
export type Preview = z.infer<typeof preview>;

/**
 * A message step as this person would get it now: decided by the walk and rendered by the function that sends, so that nothing here can
 * differ from what is sent. Nothing is kept: its links lead nowhere.
 */
export async function previewMessage(
  context: Context,
  { nodeTypes, render }: PreviewParts,
  id: JourneyId,
  question: PreviewQuestion,
): Promise<Preview> {
  const { draft } = await findJourney(context, id);
  const document = question.document === undefined ? journeyDocument.parse(draft) : parsed(question.document);
  const step = stepOf(document, nodeTypes, question.step);
  const now = await context.clock.now(context.db);
  const profileId = question.profileId ?? newId<ProfileId>();
  const profile =
    question.profileId === undefined
      ? await samplePerson(context, document, now)
      : await readPerson(context, document, profileId);
  const entry = await entryOf(context, document, question.profileId, now);
  const run = aRun(id, profileId, step.id, entry, now);
  const decided = await decide(
    context,
    document,
    step,
    run,
    question.profileId === undefined ? profile : undefined,
    now,
  );
  if (typeof decided === 'string') return { kind: 'nothing', why: decided };
  const messageId = newId<MessageId>();
  const { workspaceId, db } = context;
  const message = {
    workspaceId,
    profileId,
    id: messageId,
    step: step.id,
    to: '',
    spec: decided,
    profile,
    entry,
    variables: {},
  };
  const rendered = (await render(db, [message], now)).get(messageId);
  return rendered?.kind === 'rendered'
    ? { kind: 'rendered', channel: decided.channel, payload: rendered.payload }
    : { kind: 'nothing', why: rendered?.why ?? 'Nothing was rendered' };
}

function parsed(document: unknown): JourneyDocument {
  const result = parseJourney(document);
  if (!result.ok) throw new JourneyError('invalid', 'This is not a journey.', { problems: result.problems });
  return result.document;
}

/** Only the step itself must be right: the rest of a journey that is being written need not be. */
function stepOf(document: JourneyDocument, nodeTypes: NodeTypes, id: string): PlanStep {
  if (!Object.hasOwn(document.steps, id)) throw new JourneyError('not-found', 'There is no such step.');
  const { steps, problems } = bindSteps(document, nodeTypes);
  const step = steps.get(id);
  if (step) return step;
  throw new JourneyError('has-problems', 'The step has problems that must be solved first.', {
    problems: problems.filter((problem) => problem.step === id),
  });
}

async function readPerson(
  { db, workspaceId }: Context,
  { timeZone }: JourneyDocument,
  id: ProfileId,
): Promise<ProfileFact> {
  const profile = (await readProfiles(db, { workspaceId, timeZone }, [id])).get(id);
  if (!profile) throw new JourneyError('not-found', 'There is no such person.');
  return profile;
}

function aRun(journeyId: JourneyId, profileId: ProfileId, step: string, entry: PersonEvent, now: Instant): WalkRun {
  const at = { enteredAt: now, arrivedAt: now };
  return {
    ...at,
    id: newId<RunId>(),
    journeyId,
    profileId,
    entryKey: '',
    entry,
    step,
    visit: 1,
    visits: { [step]: 1 },
    variables: {},
    holdout: false,
  };
}

/** What the step sends, or why it sends nothing. */
async function decide(
  { db, workspaceId }: Context,
  document: JourneyDocument,
  step: PlanStep,
  run: WalkRun,
  sample: ProfileFact | undefined,
  now: Instant,
): Promise<SendSpec | string> {
  const live = new LiveWorld({ db, judge, workspaceId, document, now }, new Set());
  const world: World = sample === undefined ? live : { now, facts: (asked) => withSample(live, sample, asked) };
  const plan = { document, steps: new Map([[step.id, step]]), next: () => undefined };
  const [walked] = await walk(plan, [run], world);
  if (walked?.rest.kind === 'send') return walked.rest.send;
  if (walked?.rest.kind === 'failed') return walked.rest.error;
  return walked?.visits.at(-1)?.left?.reason.text ?? 'This step sends no message';
}

/** Nobody real is behind a sample: what would be read of them is what is said here, and everything else is as of somebody new. */
async function withSample(live: World, sample: ProfileFact, asked: readonly Asked[]): Promise<readonly FactValue[]> {
  const known = await live.facts(asked.filter(({ request }) => request.kind !== 'profile'));
  const rest = known.values();
  return asked.map(({ request }): FactValue => (request.kind === 'profile' ? sample : rest.next().value));
}
