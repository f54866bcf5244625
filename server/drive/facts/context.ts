import type { FactOf, FactRequest, Instant, JourneyDocument, RunView, WorkspaceId } from '@wend/engine';
import type { Reading } from '../../database/index.ts';
import type { Judge } from '../deps.ts';

/** What every reader of facts needs to know beside the question. */
export interface FactContext {
  readonly db: Reading;
  readonly judge: Judge;
  readonly workspaceId: WorkspaceId;
  readonly document: Pick<JourneyDocument, 'timeZone'>;
  readonly now: Instant;
}

export type RequestOf<Kind extends FactRequest['kind']> = Extract<FactRequest, { kind: Kind }>;

/** Answers one question for many runs by a constant number of statements, in the order of the runs. */
export interface FactReader<Kind extends FactRequest['kind']> {
  (context: FactContext, request: RequestOf<Kind>, runs: readonly RunView[]): Promise<readonly FactOf[Kind][]>;
}
