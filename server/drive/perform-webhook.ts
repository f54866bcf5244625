import { isJsonObject, type JsonObject } from '@wend/engine';
import { definePerform, type PerformInput, type PerformResult, type PerformServices } from './define-perform.ts';

/** As much of an answer as a run keeps. */
const MAX_ANSWER = 64 * 1024;

/** The built-in webhook: one request, its answer a run variable. The call's id is the idempotency key, the same at every try. */
export const performWebhook = definePerform(
  'webhook',
  async (call) => triedEnough(call, await answerOf(await request(call))),
  {
    // The longest that a step may say.
    timeoutMs: 30_000,
    concurrency: 20,
    attempts: 5,
  },
);

/** The step says how often it is tried again after an answer that asks for it. */
function triedEnough({ input, attempt }: PerformInput, result: PerformResult): PerformResult {
  const retries = typeof input['retries'] === 'number' ? input['retries'] : Number.POSITIVE_INFINITY;
  return result.kind === 'retry' && attempt > retries ? { kind: 'failed', why: result.why } : result;
}

async function request({ input, services, signal, idempotencyKey }: PerformInput): Promise<Response> {
  const { url, method = 'POST', headers = {}, body, timeoutMs } = input;
  const limit = typeof timeoutMs === 'number' ? [AbortSignal.timeout(timeoutMs)] : [];
  if (typeof url !== 'string') throw new Error('The webhook has no address');
  const hasBody = body !== undefined && body !== null && method !== 'GET';
  return services.fetch(url, {
    method: String(method),
    signal: AbortSignal.any([signal, ...limit]),
    redirect: 'manual',
    headers: {
      ...(await headersOf(headers, services)),
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
      'idempotency-key': `"${idempotencyKey}"`,
    },
    ...(hasBody ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
  });
}

async function answerOf(response: Response): Promise<PerformResult> {
  const text = (await response.text()).slice(0, MAX_ANSWER);
  if (response.ok) return { kind: 'done', output: { status: response.status, body: bodyOf(text) } };
  const why = `The address answered ${response.status}`;
  if (response.status !== 408 && response.status !== 425 && response.status !== 429 && response.status < 500)
    return { kind: 'failed', why };
  const after = Number(response.headers.get('retry-after'));
  return { kind: 'retry', why, ...(after > 0 ? { afterMs: after * 1_000 } : {}) };
}

function bodyOf(text: string): JsonObject | string {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : text;
  } catch {
    return text;
  }
}

/** Headers as they are sent: a reference `{ secret }` becomes the secret itself, which is in no row and no log. */
async function headersOf(headers: unknown, { secret }: PerformServices): Promise<Record<string, string>> {
  if (!isJsonObject(headers)) return {};
  const sent = await Promise.all(
    Object.entries(headers).map(async ([name, value]) => {
      if (!isJsonObject(value) || typeof value['secret'] !== 'string') return [name, String(value)] as const;
      const known = await secret(value['secret']);
      if (known === undefined) throw new Error(`There is no secret "${value['secret']}"`);
      return [name, known] as const;
    }),
  );
  return Object.fromEntries(sent);
}
