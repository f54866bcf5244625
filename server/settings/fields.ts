import { z } from 'zod';

export const port = z.coerce.number().int().min(1).max(65_535);
export const databaseUrl = z.string().regex(/^postgres(ql)?:\/\//, 'begins with postgres://');
export const address = z.string().regex(/^[^\s/]+:\d+$/, 'is host:port');
export const webUrl = z.string().regex(/^https?:\/\/[^\s/]+$/, 'is http(s)://host[:port], without a path');
