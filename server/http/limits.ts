import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Clock } from '../clock/index.ts';
import { addressBehind } from '../intake/address-of.ts';
import { RateLimit } from '../intake/rate-limit.ts';
import type { ApiLimits, Env } from './env.ts';
import { problem } from './problem.ts';

export const usualLimits: ApiLimits = { perAddress: { rate: 50, burst: 500 }, perKey: { rate: 20, burst: 200 } };

/** How often an address may ask before anybody looks who it is. */
export function limitAddresses(
  clock: Clock,
  { perAddress }: ApiLimits,
  addressOf: (c: Context) => string = addressBehind(0),
): MiddlewareHandler<Env> {
  return limited(new RateLimit(perAddress, () => clock.monotonicMs()), addressOf);
}

/** How often a member or a program may ask, from however many addresses. */
export function limitActors(clock: Clock, { perKey }: ApiLimits): MiddlewareHandler<Env> {
  return limited(new RateLimit(perKey, () => clock.monotonicMs()), (c) => c.get('asker').user.id);
}

function limited(limit: RateLimit, callerOf: (c: Context<Env>) => string): MiddlewareHandler<Env> {
  return createMiddleware<Env>(async (c, next) => {
    const after = limit.take(callerOf(c));
    if (after === 0) return next();
    const body = {
      title: `Try again in ${after} s.`,
      status: 429,
      code: 'too-many-requests',
      requestId: c.get('requestId'),
    } as const;
    return problem(body, { 'retry-after': String(after) });
  });
}
