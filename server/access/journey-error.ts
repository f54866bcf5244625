import type { Problem } from '@wend/engine';

/** What a caller may expect to go wrong. Anything else is a defect and answered as a bare 500. */
export type ErrorCode =
  | 'signed-out'
  | 'forbidden'
  | 'not-found'
  | 'invalid'
  | 'revision-needed'
  | 'revision-changed'
  | 'wrong-state'
  /** What was asked for was there, and is over. */
  | 'gone'
  | 'has-problems'
  | 'too-many-requests';

export class JourneyError extends Error {
  readonly code: ErrorCode;
  readonly problems: readonly Problem[] | undefined;
  /** What the caller needs to go on, e.g. the present draft. */
  readonly detail: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: ErrorCode,
    sentence: string,
    {
      problems,
      detail,
    }: { readonly problems?: readonly Problem[]; readonly detail?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(sentence);
    this.code = code;
    this.problems = problems;
    this.detail = detail;
  }
}
