import { z } from 'zod';
import type { RunPhase } from '../tables/index.ts';

export const runPhase = z
  .enum(['moving', 'waiting', 'sending', 'calling', 'parked', 'ended'] satisfies RunPhase[])
  .meta({
    description:
      'What holds the person where they are. `calling`: a step waits for another system. `parked`: a fault holds them up until somebody tries again',
  });
