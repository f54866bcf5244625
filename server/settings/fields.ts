import { z } from 'zod';

export const port = z.coerce.number().int().min(1).max(65_535);
export const databaseUrl = z.string().regex(/^postgres(ql)?:\/\//, 'begins with postgres://');
export const address = z.string().regex(/^[^\s/]+:\d+$/, 'is host:port');
export const webUrl = z.string().regex(/^https?:\/\/[^\s/]+$/, 'is http(s)://host[:port], without a path');
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
