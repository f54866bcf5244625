import { z } from 'zod';
import { renderText } from '../../message/liquid.ts';
import { defineNode } from '../../node/define-node.ts';
import { template } from '../../node/fields.ts';
import { go } from '../../node/outcome.ts';
import { variablesFor } from '../../node/variables.ts';
import { type Json, readPath } from '../../values/json.ts';

const change = z.discriminatedUnion('to', [
  z
    .strictObject({ to: z.literal('text'), value: template(2_000).meta({ label: 'Text', widget: 'liquid-line' }) })
    .meta({ label: 'A text' }),
  z.strictObject({ to: z.literal('number'), value: z.number().meta({ label: 'Number' }) }).meta({ label: 'A number' }),
  z
    .strictObject({ to: z.literal('yes-no'), value: z.boolean().meta({ label: 'Yes or no' }) })
    .meta({ label: 'Yes or no' }),
  z
    .strictObject({ to: z.literal('add'), value: z.number().meta({ label: 'Add', help: 'Negative takes away' }) })
    .meta({ label: 'Add to a number' }),
  z.strictObject({ to: z.literal('now') }).meta({ label: 'The present time' }),
]);

const config = z.strictObject({
  changes: z
    .array(
      z.strictObject({
        attribute: z.string().max(100).meta({ label: 'Attribute', widget: 'attribute' }),
        set: change.meta({ label: 'Becomes' }),
      }),
    )
    .min(1, 'Say what changes')
    .max(20)
    .meta({ label: 'Changes', add: 'Add a change' }),
});

function problemsOf(attribute: string): readonly string[] {
  if (attribute.trim() === '') return ['Choose the attribute that changes.'];
  // Kept as consent, not as an attribute: no journey grants itself one.
  if (attribute === 'consent' || attribute.startsWith('consent.'))
    return ['What people allow comes from them, not from a step.'];
  return [];
}

/** Changes attributes of the person. Later steps see them at once. */
export const updateProfile = defineNode({
  type: 'update-profile',
  version: 1,
  group: 'action',
  title: 'Update profile',
  summary: 'Changes what is known about the person',
  icon: 'user-pen',
  config,
  initial: { changes: [{ attribute: '', set: { to: 'text', value: '' } }] },
  ports: () => [{ id: 'next', label: 'Then' }],
  card: ({ changes }) => ({
    title: 'Update profile',
    body: {
      kind: 'lines',
      lines: changes.slice(0, 2).map(({ attribute, set }) => ({
        strong: attribute === '' ? '…' : attribute,
        text: set.to === 'now' ? 'the present time' : set.to === 'add' ? `+ ${set.value}` : String(set.value),
      })),
    },
  }),
  facts: () => [{ kind: 'profile' as const }],
  check: ({ changes }) =>
    changes.flatMap(({ attribute }, n) =>
      problemsOf(attribute).map((sentence) => ({ code: 'attribute', field: `changes.${n}.attribute`, sentence })),
    ),
  decide: ({ config: { changes }, run, facts, now }) => {
    const profile = facts.read({ kind: 'profile' });
    const variables = variablesFor(profile, run, now);
    const attributes: Record<string, Json> = {};
    for (const { attribute, set } of changes) {
      const before = attributes[attribute] ?? readPath(profile.attributes, attribute);
      if (set.to === 'add') attributes[attribute] = (typeof before === 'number' ? before : 0) + set.value;
      else if (set.to === 'now') attributes[attribute] = new Date(now).toISOString();
      else if (set.to === 'text') {
        const rendered = renderText(set.value, variables);
        if (rendered.kind === 'failed')
          throw new Error(`The text for ${attribute} cannot be written: ${rendered.problem.message}`);
        attributes[attribute] = rendered.text;
      } else attributes[attribute] = set.value;
    }
    const text = Object.entries(attributes)
      .map(([name, value]) => `${name} is now ${String(value)}`)
      .join(', ');
    return go('next', { text, facts: attributes }, { effects: [{ kind: 'set-attributes', attributes }] });
  },
});
