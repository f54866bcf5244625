import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type {} from './setup.ts';

/** The address of the run's Temporal server, which starts with the first test that asks. */
export const temporalAddress = (): Promise<string> => ask('/temporal');

/** The file with the bundled workflows, built with the first test that asks. */
export const workflowBundle = (): Promise<string> => ask('/workflow-bundle');

/** A home folder in which a Wend has run, stopped: to be copied. The first test that asks waits for that run. */
export const livedHome = (): Promise<string> => ask('/lived-home');

/** A task queue that no other suite polls. */
export const aTaskQueue = (): string => `test-${randomUUID()}`;

async function ask(thing: string): Promise<string> {
  const response = await fetch(new URL(thing, inject('deskUrl')));
  const answer = await response.text();
  if (!response.ok) throw new Error(answer);
  return answer;
}
