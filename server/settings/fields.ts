import { z } from 'zod';

const portRange = 'is a number from 1 to 65535';
export const port = z.coerce.number(portRange).int(portRange).min(1, portRange).max(65_535, portRange);
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
/** Long enough that nobody guesses it. */
export const token = z.string().regex(/^\S{16,}$/, 'has 16 characters or more, and no space');
/** How many proxies of the operator's own stand in front. */
const proxyRange = 'is a number from 0 to 9';
export const proxies = z.coerce.number(proxyRange).int(proxyRange).min(0, proxyRange).max(9, proxyRange).default(0);
/** Shorter, and windows of conditions, caps and goals would look back at nothing. */
const daysRange = 'is a number of days, 90 or more';
export const days = z.coerce.number(daysRange).int(daysRange).min(90, daysRange);
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
/** How lines are written: for programs, or for whoever looks at a terminal. */
export const logFormat = z.enum(['json', 'text'], 'is json or text');
export const logLevel = z.enum(['debug', 'info', 'warn', 'error'], 'is debug, info, warn or error');
export type LogFormat = z.infer<typeof logFormat>;
export type LogLevel = z.infer<typeof logLevel>;
