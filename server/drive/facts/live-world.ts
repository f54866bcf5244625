import {
  type Asked,
  assertNever,
  type FactRequest,
  type FactValue,
  factKey,
  type Instant,
  type RunView,
  type World,
} from '@wend/engine';
import { assignmentFact } from './assignment.ts';
import { consentFact } from './consent.ts';
import type { FactContext } from './context.ts';
import { eventsFact } from './events.ts';
import { messageFact } from './message.ts';
import { metricFact } from './metric.ts';
import { profileFact } from './profile.ts';
import { segmentFact } from './segment.ts';

const none: ReadonlySet<string> = new Set();

/** The engine's World over Postgres: one query per distinct request, for all runs that ask it. */
export class LiveWorld implements World {
  readonly #context: FactContext;
  /** Runs that asked about events which the matcher may not have seen all of, or about a person who has yet to become what they made them: their walk does not count. */
  readonly held = new Set<string>();
  readonly #late: Partial<Record<FactRequest['kind'], ReadonlySet<string>>>;

  /** `behind`: runs of people whom the matcher has not passed. `untold`: runs whose own changes of their person are not learned yet. */
  constructor(context: FactContext, behind: ReadonlySet<string>, untold: ReadonlySet<string> = new Set()) {
    this.#context = context;
    // A segment may ask about both.
    this.#late = { events: behind, profile: untold, segment: new Set([...behind, ...untold]) };
  }

  get now(): Instant {
    return this.#context.now;
  }

  async facts(asked: readonly Asked[]): Promise<readonly FactValue[]> {
    const answers = new Map<string, FactValue>();
    for (const [key, { request, runs }] of byRequest(asked)) {
      const late = this.#late[request.kind];
      if (late) for (const run of runs) if (late.has(run.id)) this.held.add(run.id);
      const values = await read(this.#context, request, runs);
      for (const [index, run] of runs.entries()) answers.set(`${run.id} ${key}`, values[index]);
    }
    return asked.map(({ run, request }) => answers.get(`${run.id} ${factKey(request)}`));
  }
}

interface Question {
  readonly request: FactRequest;
  readonly runs: RunView[];
}

function byRequest(asked: readonly Asked[]): Map<string, Question> {
  const questions = new Map<string, Question>();
  for (const { run, request } of asked) {
    const key = factKey(request);
    const question = questions.get(key);
    if (question) question.runs.push(run);
    else questions.set(key, { request, runs: [run] });
  }
  return questions;
}

function read(context: FactContext, request: FactRequest, runs: readonly RunView[]): Promise<readonly FactValue[]> {
  switch (request.kind) {
    case 'profile':
      return profileFact(context, request, runs);
    case 'events':
      return eventsFact(context, request, runs);
    case 'message':
      return messageFact(context, request, runs);
    case 'segment':
      // A segment is of people as they are by their own clocks, whatever journey asks.
      return segmentFact(
        context,
        request,
        runs,
        new LiveWorld({ ...context, document: { timeZone: 'profile' } }, none),
      );
    case 'consent':
      return consentFact(context, request, runs);
    case 'assignment':
      return assignmentFact(context, request, runs);
    case 'metric':
      return metricFact(context, request, runs);
    default:
      return assertNever(request);
  }
}
