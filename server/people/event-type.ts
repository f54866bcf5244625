import { z } from 'zod';
import type { EventType } from '../tables/index.ts';

/** The kinds of call of Segment's wire format. */
export const eventType = z.enum(['track', 'identify', 'page', 'screen', 'group', 'alias'] satisfies EventType[]);
