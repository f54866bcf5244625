import { createHash } from 'node:crypto';
import { call, defineNode, go, secretField, secretReference } from '@wend/engine';
import { definePerform } from '@wend/server/nodes';
import { z } from 'zod';

// A step type of your own is one file: what the editor shows, what is decided, and the call to the other system.
export default defineNode({
  type: 'loyalty-points',
  version: 1,
  group: 'action',
  title: 'Loyalty points',
  summary: 'Puts points on the account of the person',
  icon: 'star',
  calls: true,
  config: z.strictObject({
    points: z.int().min(1).max(10_000).meta({ label: 'Points', unit: 'points' }),
    reason: z.string().max(200).default('').meta({ label: 'Reason', help: 'What the person reads on their account' }),
    token: secretField.optional().meta({ label: 'Token', help: 'The secret that the loyalty system knows us by' }),
  }),
  initial: { points: 10 },
  ports: () => [
    { id: 'next', label: 'Credited' },
    { id: 'failed', label: 'Failed', otherwise: true },
  ],
  card: ({ points, reason }) => ({
    title: `${points} loyalty points`,
    body: { kind: 'lines', lines: [{ text: reason === '' ? 'Without a reason' : reason }] },
  }),
  facts: () => [{ kind: 'profile' }],
  decide: ({ config: { points, reason, token }, facts }) => {
    const { loyalty_id: account } = facts.read({ kind: 'profile' }).attributes;
    if (typeof account !== 'string') return go('failed', 'Has no loyalty account');
    return call({ account, points, reason, ...(token === undefined ? {} : { token }) });
  },
  resume: ({ input, config: { points } }) => {
    if (input.kind !== 'called') return go('failed', 'Left out by hand');
    if (input.result.kind !== 'done') return go('failed', input.result.why);
    const { balance = null } = input.result.output;
    return go('next', `Credited ${points} points`, { variables: { loyalty_balance: balance } });
  },
});

/** Runs on the server alone, so it may use what Node has. What it throws is tried again. */
export const perform = definePerform('loyalty-points', async ({ input, services, signal, idempotencyKey }) => {
  const { token, ...credit } = input;
  // The reference became a value here and nowhere else: it is in no document, no row and no log.
  const secret = token === undefined ? undefined : await services.secret(secretReference.parse(token).secret);
  const body = JSON.stringify(credit);
  const answer = await services.fetch('https://loyalty.example/credits', {
    method: 'POST',
    body,
    signal,
    headers: {
      'content-type': 'application/json',
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
      'idempotency-key': idempotencyKey,
      'content-digest': `sha-256=:${createHash('sha256').update(body).digest('base64')}:`,
    },
  });
  if (answer.status >= 500) return { kind: 'retry', why: `The loyalty system answered ${answer.status}` };
  if (!answer.ok) return { kind: 'failed', why: `The loyalty system answered ${answer.status}` };
  const { balance } = z.object({ balance: z.number() }).parse(await answer.json());
  return { kind: 'done', output: { balance } };
});
