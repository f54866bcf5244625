import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { type ErrorCode, JourneyError } from '../access/index.ts';
import { anyObject } from '../answers/index.ts';
import { problemView } from '../journeys/journey-view.ts';
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

const codes = [...Object.keys(STATUSES), 'internal'] as [ErrorCode | 'internal'];

export const problemDetails = z
  .object({
    type: z.literal('about:blank'),
    title: z.string().meta({ description: 'A sentence for people' }),
    status: z.int(),
    code: z.enum(codes).meta({ description: 'What programs go by' }),
    detail: anyObject<Readonly<Record<string, unknown>>>(
      'What the caller needs to go on, e.g. the draft as it stands now',
    ).exactOptional(),
    problems: z.array(problemView).readonly().exactOptional(),
    requestId: z.string().meta({ description: 'Under this id the log has it' }),
  })
  .meta({ id: 'ProblemDetails', description: 'Why a request was refused (RFC 9457)' });
export type ProblemBody = z.infer<typeof problemDetails>;

export const problemResponse = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemDetails } },
});

/**
 * What a route refuses, beside what all of them do: a description for each code. Their types say nothing of it, since what a client
 * reads of an answer is what it asked for.
 */
export function refuses(whys: Readonly<Partial<Record<ErrorCode, string>>>): Record<never, never> {
  const said = new Map<number, string>();
  for (const [code, status] of Object.entries(STATUSES)) {
    const why = Object.entries(whys).find(([name]) => name === code)?.[1];
    if (why !== undefined) said.set(status, [said.get(status), `\`${code}\`: ${why}`].filter(Boolean).join('; '));
  }
  return Object.fromEntries([...said].map(([status, why]) => [status, problemResponse(why)]));
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
    onError(error, { requestId, workspaceId: c.get('context')?.workspaceId });
    return problem({ title: 'Something went wrong on our side.', status: 500, code: 'internal', requestId });
  };
}

export function problem(body: Omit<ProblemBody, 'type'>, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify({ type: 'about:blank', ...body }), {
    status: body.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}
