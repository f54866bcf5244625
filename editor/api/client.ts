import type { Problem } from '@wend/engine';
import type { Api } from '@wend/server';
import { hc } from 'hono/client';
import { heard } from './connection.ts';

export const client = hc<Api>('/api');
export const workspaceClient = client.w[':workspaceId'];

/** What the server refused, in its own words; status 0 where it was not reached at all. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly problems: readonly Problem[];
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    body: Partial<{ title: string; code: string; problems: Problem[]; detail: Record<string, unknown> }>,
  ) {
    super(body.title ?? (status === 0 ? 'The server cannot be reached.' : 'The server could not do this just now.'));
    this.status = status;
    this.code = body.code ?? 'unreachable';
    this.problems = body.problems ?? [];
    this.detail = body.detail ?? {};
  }

  /** Whether asking again in the same words may be answered another time. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

interface Answer<Body> {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<Body>;
}

/** The body of an answer; what is not 2xx is thrown as `Refused`. */
export async function read<Body>(asked: Promise<Answer<Body>>): Promise<Body> {
  const answer = await accepted(asked);
  return answer.json();
}

export async function done(asked: Promise<Answer<unknown>>): Promise<void> {
  await accepted(asked);
}

async function accepted<Body>(asked: Promise<Answer<Body>>): Promise<Answer<Body>> {
  const answer = await asked.catch(() => undefined);
  heard(answer !== undefined);
  if (answer === undefined) throw new Refused(0, {});
  if (answer.ok) return answer;
  const body: unknown = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, typeof body === 'object' && body !== null ? body : {});
}
