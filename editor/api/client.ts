import type { Problem } from '@wend/engine';
import type { Api } from '@wend/server';
import { hc } from 'hono/client';

export const client = hc<Api>('/api');
export const workspaceClient = client.w[':workspaceId'];

/** What the server refused, in its own words. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly problems: readonly Problem[];
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    body: Partial<{ title: string; code: string; problems: Problem[]; detail: Record<string, unknown> }>,
  ) {
    super(body.title ?? 'The server could not be reached.');
    this.status = status;
    this.code = body.code ?? 'unreachable';
    this.problems = body.problems ?? [];
    this.detail = body.detail ?? {};
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
  const answer = await asked;
  if (answer.ok) return answer;
  const body: unknown = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, typeof body === 'object' && body !== null ? body : {});
}
