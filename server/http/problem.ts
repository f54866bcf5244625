import type { Problem } from '@wend/engine';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type ErrorCode, JourneyError } from '../access/index.ts';
import type { ApiDeps, Env } from './env.ts';

const STATUSES = {
  'signed-out': 401,
  forbidden: 403,
  'not-found': 404,
  invalid: 422,
  'revision-needed': 428,
  'revision-changed': 412,
  'wrong-state': 409,
  gone: 410,
  'has-problems': 422,
  'too-many-requests': 429,
} as const satisfies Record<ErrorCode, number>;

/** RFC 9457, with the code that programs go by. */
export interface ProblemBody {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly problems?: readonly Problem[];
  readonly requestId: string;
}

/** Expected failures say what they are; anything else is logged with the request's id and told as nothing but that. */
export function answerError({ onError }: Pick<ApiDeps, 'onError'>): (error: Error, c: Context<Env>) => Response {
  return (error, c) => {
    const requestId = c.get('requestId') ?? '';
    if (error instanceof JourneyError)
      return problem(
        {
          title: error.message,
          status: STATUSES[error.code],
          code: error.code,
          requestId,
          ...(error.detail ? { detail: error.detail } : {}),
          ...(error.problems ? { problems: error.problems } : {}),
        },
        {},
      );
    if (error instanceof HTTPException)
      return problem({
        title: error.message || 'The request could not be read.',
        status: error.status,
        code: 'invalid',
        requestId,
      });
    onError(error, requestId);
    return problem({ title: 'Something went wrong on our side.', status: 500, code: 'internal', requestId });
  };
}

export function problem(body: Omit<ProblemBody, 'type'>, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ type: 'about:blank', ...body }), {
    status: body.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}
