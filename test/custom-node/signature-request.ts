import { call, defineNode, go } from '@wend/engine';
import { definePerform } from '@wend/server/nodes';
import { z } from 'zod';

// A step that finishes later: it asks another system for a signature and goes on when that system calls back, days or months later.
export default defineNode({
  type: 'signature-request',
  version: 1,
  group: 'action',
  title: 'Ask for a signature',
  summary: 'Sends a contract to be signed and waits until it is',
  icon: 'signature',
  calls: true,
  config: z.strictObject({
    service: z.url().meta({ label: 'Address of the signing service' }),
    contract: z.string().min(1).meta({ label: 'Contract' }),
  }),
  initial: { service: 'https://sign.example/requests', contract: '' },
  ports: () => [
    { id: 'signed', label: 'Signed' },
    { id: 'declined', label: 'Declined' },
    { id: 'unanswered', label: 'No answer', otherwise: true },
  ],
  card: ({ contract }) => ({ title: contract, body: { kind: 'lines', lines: [{ text: 'to be signed' }] } }),
  decide: ({ config: { service, contract } }) => call({ service, contract }),
  resume: ({ input }) => {
    if (input.kind !== 'called') return go('unanswered', 'Left out by hand');
    // `failed` is what `perform` answered; `unknown` means that nobody called back in time.
    if (input.result.kind !== 'done') return go('unanswered', input.result.why);
    const { signed, by = null } = input.result.output;
    return signed === true
      ? go('signed', 'The contract was signed', { variables: { signed_by: by } })
      : go('declined', 'The contract was declined');
  },
});

const THIRTY_DAYS_MS = 30 * 86_400_000;

/** The request carries the address to call back: whatever JSON object is posted there becomes the output of the call. */
export const perform = definePerform(
  'signature-request',
  async ({ input, services, signal, idempotencyKey, callbackUrl }) => {
    const answer = await services.fetch(String(input['service']), {
      method: 'POST',
      signal,
      headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
      body: JSON.stringify({ contract: input['contract'], callback_url: callbackUrl }),
    });
    if (!answer.ok) return { kind: 'retry', why: `The signing service answered ${answer.status}` };
    return { kind: 'waiting-for-callback', withinMs: THIRTY_DAYS_MS };
  },
);
