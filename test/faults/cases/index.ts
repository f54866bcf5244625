import type { Case } from '../frame/case.ts';
import { calm } from './calm.ts';
import { kills } from './kills.ts';

/** Every fault that Wend must get through. */
export const cases: readonly Case[] = [calm, ...kills];
