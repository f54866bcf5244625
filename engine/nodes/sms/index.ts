import { z } from 'zod';
import { defineNode } from '../../node/define-node.ts';
import { inLanguages, messageFields, template } from '../../node/fields.ts';
import { afterMessage, inLanguage, messagePorts, missingWords, sendMessage } from '../message-step.ts';

const words = z.strictObject({ body: template(1_600).meta({ label: 'Message', widget: 'sms' }) });

const config = z.strictObject({
  ...words.shape,
  languages: inLanguages(words),
  ...messageFields,
});

/** Sends a text message. */
export const sms = defineNode({
  type: 'sms',
  version: 1,
  group: 'message',
  title: 'SMS',
  summary: 'A text message',
  icon: 'message-square',
  config,
  initial: { body: '' },
  ports: messagePorts,
  card: ({ body }) => ({ title: 'Text message', body: { kind: 'bubble', text: body } }),
  facts: () => [{ kind: 'profile' as const }],
  check: ({ languages, ...own }) => missingWords(own, languages, { body: 'The message is empty' }),
  decide: ({ config: settings, facts, journey }) => {
    const { language } = facts.read({ kind: 'profile' });
    const { body } = inLanguage<z.infer<typeof words>>(settings, settings.languages, language);
    return sendMessage('sms', settings, { body }, journey);
  },
  resume: afterMessage,
});
