import { z } from 'zod';
import { renderText } from '../../message/liquid.ts';
import { defineNode } from '../../node/define-node.ts';
import { secretReference, template } from '../../node/fields.ts';
import { call, go } from '../../node/outcome.ts';
import { variablesFor } from '../../node/variables.ts';
import { isJsonObject } from '../../values/json.ts';

const config = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('POST').meta({ label: 'Method' }),
  url: template(2_000).meta({ label: 'Address', widget: 'liquid-line' }),
  headers: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100).meta({ label: 'Name' }),
        value: z.union([secretReference, z.string().max(4_000)]).meta({ label: 'Value', widget: 'secret' }),
      }),
    )
    .max(20)
    .default([])
    .meta({ label: 'Headers', advanced: true, add: 'Add a header' }),
  body: template(20_000).optional().meta({ label: 'Body', widget: 'liquid' }),
  timeoutSeconds: z.int().min(1).max(30).default(10).meta({ label: 'Give up after', unit: 'seconds', advanced: true }),
  retries: z.int().min(0).max(10).default(3).meta({ label: 'Try again', unit: 'times', advanced: true }),
  saveAs: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, 'Small letters, digits and _')
    .optional()
    .meta({
      label: 'Remember the answer as',
      help: 'Later steps look at it by this name; a text writes it as {{ vars.name }}.',
    }),
});

/** Headers whose value is a secret by nature. */
const SECRET_HEADERS = /^(authorization|proxy-authorization|cookie|x-api-key|api-key|.*(token|secret).*)$/i;

/** Calls another system and remembers what it answers. */
export const webhook = defineNode({
  type: 'webhook',
  version: 1,
  group: 'action',
  title: 'Webhook',
  summary: 'Tells another system, and reads its answer',
  icon: 'webhook',
  calls: true,
  config,
  initial: { url: '' },
  ports: () => [
    { id: 'next', label: 'Answered' },
    { id: 'failed', label: 'Failed', otherwise: true },
  ],
  card: ({ method, url }) => ({
    title: 'Webhook',
    body: { kind: 'lines', lines: [{ strong: method, text: url === '' ? 'Choose an address' : url }] },
  }),
  facts: () => [{ kind: 'profile' as const }],
  check: ({ url, headers }) => [
    ...(url.trim() === '' ? [{ code: 'url', field: 'url', sentence: 'The webhook has no address.' }] : []),
    ...headers.flatMap(({ name, value }, n) =>
      typeof value === 'string' && SECRET_HEADERS.test(name)
        ? [
            {
              code: 'secret',
              field: `headers.${n}.value`,
              sentence: `“${name}” is a secret: keep it in the workspace's secrets and refer to it by name.`,
            },
          ]
        : [],
    ),
  ],
  decide: ({ config: { method, url, headers, body, timeoutSeconds, retries }, run, facts, now }) => {
    const variables = variablesFor(facts.read({ kind: 'profile' }), run, now);
    const address = renderText(url, variables);
    const content = body === undefined ? undefined : renderText(body, variables);
    if (address.kind === 'failed') return go('failed', `The address cannot be written: ${address.problem.message}`);
    if (content?.kind === 'failed') return go('failed', `The body cannot be written: ${content.problem.message}`);
    return call({
      method,
      url: address.text.trim(),
      headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
      ...(content ? { body: content.text } : {}),
      timeoutMs: timeoutSeconds * 1_000,
      retries,
    });
  },
  resume: ({ input, config: { saveAs } }) => {
    if (input.kind !== 'called') return go('failed', 'The call was left out by hand');
    if (input.result.kind !== 'done') return go('failed', input.result.why);
    const { output } = input.result;
    const answer = isJsonObject(output) ? (output['body'] ?? output) : output;
    return go(
      'next',
      { text: `Answered ${String(output['status'] ?? 'well')}` },
      saveAs === undefined ? {} : { variables: { [saveAs]: answer } },
    );
  },
});
