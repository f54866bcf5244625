import { z } from 'zod';
import { renderText } from '../../message/liquid.ts';
import { defineNode } from '../../node/define-node.ts';
import { template } from '../../node/fields.ts';
import { go } from '../../node/outcome.ts';
import { variablesFor } from '../../node/variables.ts';
import type { Json } from '../../values/json.ts';

const config = z.strictObject({
  event: z.string().max(200).meta({ label: 'Event', widget: 'event' }),
  properties: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100).meta({ label: 'Name' }),
        value: template(2_000).meta({ label: 'Value', widget: 'liquid-line' }),
      }),
    )
    .max(30)
    .default([])
    .meta({ label: 'Properties', add: 'Add a property' }),
});

/** Records an event of the person, so that other journeys can start or go on. */
export const emitEvent = defineNode({
  type: 'emit-event',
  version: 1,
  group: 'action',
  title: 'Record event',
  summary: 'Other journeys can start or go on with it',
  icon: 'radio',
  config,
  initial: { event: '' },
  ports: () => [{ id: 'next', label: 'Then' }],
  card: ({ event }) => ({ title: event === '' ? 'Record event' : event, body: { kind: 'plain' } }),
  facts: () => [{ kind: 'profile' as const }],
  check: ({ event }) =>
    event.trim() === '' ? [{ code: 'event', field: 'event', sentence: 'Name the event that is recorded.' }] : [],
  decide: ({ config: settings, run, facts, now }) => {
    const variables = variablesFor(facts.read({ kind: 'profile' }), run, now);
    const properties: Record<string, Json> = {};
    for (const { name, value } of settings.properties) {
      const rendered = renderText(value, variables);
      if (rendered.kind === 'failed')
        throw new Error(`The value of ${name} cannot be written: ${rendered.problem.message}`);
      properties[name] = rendered.text;
    }
    return go('next', `Recorded ${settings.event}`, {
      effects: [{ kind: 'emit-event', event: settings.event, properties }],
    });
  },
});
