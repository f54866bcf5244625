import { z } from 'zod';
import type { Role } from '../tables/index.ts';

export const role = z
  .enum(['viewer', 'editor', 'publisher', 'admin', 'owner'] satisfies Role[])
  .meta({ description: 'Each may all that the ones before it may' });
