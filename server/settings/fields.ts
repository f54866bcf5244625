import { z } from 'zod';

export const port = z.coerce.number().int().min(1).max(65_535);
export const databaseUrl = z.string().regex(/^postgres(ql)?:\/\//, 'begins with postgres://');
export const address = z.string().regex(/^[^\s/]+:\d+$/, 'is host:port');
/** Sessions travel there, so that only this machine's own address may do without https. */
export const webUrl = z
  .string()
  .regex(/^https?:\/\/[^\s/@]+$/, 'is https://host[:port], without a path')
  .refine(
    (url) => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(url),
    'is https:// unless it is of this machine alone',
  );
/** How many proxies of the operator's own stand in front. */
export const proxies = z.coerce.number().int().min(0).max(9).default(0);
/** `crm.internal, 10.0.0.7:8080`; empty where absent. */
export const hosts = z
  .string()
  .default('')
  .transform((list) =>
    list
      .split(',')
      .map((host) => host.trim().toLowerCase())
      .filter((host) => host !== ''),
  )
  .refine(
    (list) => list.every((host) => /^([^\s/:[\]]+|\[[0-9a-f:.]+\])(:\d+)?$/.test(host)),
    'is a list of host or host:port',
  );
