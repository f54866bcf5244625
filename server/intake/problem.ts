/** What is wrong with a request as a whole. */
export class IntakeProblem extends Error {
  readonly status: 400 | 401 | 413 | 429;
  readonly code: string;
  readonly retryAfter: number | undefined;

  constructor(status: 400 | 401 | 413 | 429, code: string, detail: string, retryAfter?: number) {
    super(detail);
    this.name = 'IntakeProblem';
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

const titles = { 400: 'Bad request', 401: 'Not allowed', 413: 'Too large', 429: 'Too many requests' } as const;

/** As problem+json (RFC 9457). */
export function problemResponse({ status, code, message, retryAfter }: IntakeProblem, requestId?: string): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'access-control-allow-origin': '*' });
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter));
  const body = { type: 'about:blank', title: titles[status], status, code, detail: message, requestId };
  return new Response(JSON.stringify(body), { status, headers });
}
