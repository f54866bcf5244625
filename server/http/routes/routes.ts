import { OpenAPIHono } from '@hono/zod-openapi';
import { JourneyError } from '../../access/index.ts';
import type { Env } from '../env.ts';

/** Where routes are added to; a request that does not fit its schema is told as every other problem is. */
export function routes(): OpenAPIHono<Env> {
  return new OpenAPIHono<Env>({ defaultHook });
}

function defaultHook(result: {
  success: boolean;
  error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
}): void {
  if (result.success) return;
  const problems = (result.error?.issues ?? []).map(({ path, message }) => ({
    code: 'request',
    severity: 'error' as const,
    field: path.map(String).join('.'),
    sentence: message,
  }));
  throw new JourneyError('invalid', problems[0]?.sentence ?? 'The request could not be read.', { problems });
}
