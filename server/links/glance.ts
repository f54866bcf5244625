import type { HonoRequest } from 'hono';

/** Whether somebody only looks what is behind a link: a scanner, a browser that reads ahead. Such a look changes nothing. */
export function isGlance(request: HonoRequest): boolean {
  const purpose = request.header('sec-purpose') ?? request.header('purpose') ?? '';
  return request.method === 'HEAD' || purpose.startsWith('prefetch');
}
