import type { z } from 'zod';
import type { Problem } from './problem.ts';
import { type JourneyDocument, journeyDocument } from './schema.ts';

export type ParsedJourney =
  | { readonly ok: true; readonly document: JourneyDocument }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Deeper than any journey is, and far from what a stack can hold. */
const DEEPEST = 60;
const MOST_STEPS = 5_000;

/** Reads a document from outside. Never throws: what does not fit is named with its place. */
export function parseJourney(json: unknown): ParsedJourney {
  if (isTooDeep(json, DEEPEST)) return refused('too-deep', `The document is nested deeper than ${DEEPEST} levels.`);
  const parsed = journeyDocument.safeParse(json);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.slice(0, 50).map(problemOf) };
  const steps = Object.keys(parsed.data.steps).length;
  if (steps > MOST_STEPS)
    return refused('too-many-steps', `The journey has ${steps} steps; ${MOST_STEPS} is the most.`);
  return { ok: true, document: parsed.data };
}

function isTooDeep(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return left === 0 || Object.values(value).some((inner) => isTooDeep(inner, left - 1));
}

function refused(code: string, sentence: string): ParsedJourney {
  return { ok: false, problems: [{ code, severity: 'error', sentence }] };
}

function problemOf({ path, message }: z.core.$ZodIssue): Problem {
  const [first, step, ...rest] = path.map(String);
  const field = first === 'steps' && step !== undefined ? rest.join('.') : path.map(String).join('.');
  return {
    code: 'document',
    severity: 'error',
    ...(first === 'steps' && step !== undefined ? { step } : {}),
    field,
    sentence: message,
  };
}
