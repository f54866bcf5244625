import { z } from 'zod';
import { defineNode } from '../../node/define-node.ts';
import { inLanguages, messageFields, template } from '../../node/fields.ts';
import { afterMessage, inLanguage, messagePorts, missingWords, sendMessage } from '../message-step.ts';

const words = z.strictObject({
  title: template(200).meta({ label: 'Title', widget: 'liquid-line' }),
  body: template(1_000).meta({ label: 'Text', widget: 'liquid' }),
  url: template(2_000).optional().meta({ label: 'Opens', help: 'The page a tap leads to', widget: 'liquid-line' }),
});

const config = z.strictObject({
  ...words.shape,
  languages: inLanguages(words),
  ...messageFields,
});

/** Sends a notification to the person's devices. */
export const push = defineNode({
  type: 'push',
  version: 1,
  group: 'message',
  title: 'Push',
  summary: 'A notification on the phone',
  icon: 'bell',
  config,
  initial: { title: '', body: '' },
  ports: messagePorts,
  card: ({ title, body }) => ({
    title: title === '' ? 'Notification' : title,
    body: { kind: 'notification', title, body },
  }),
  facts: () => [{ kind: 'profile' as const }],
  check: ({ languages, ...own }) =>
    missingWords(own, languages, { title: 'The notification has no title', body: 'The notification has no text' }),
  decide: ({ config: settings, facts, journey }) => {
    const { language } = facts.read({ kind: 'profile' });
    const { title, body, url } = inLanguage<z.infer<typeof words>>(settings, settings.languages, language);
    return sendMessage('push', settings, { title, body, ...(url === undefined ? {} : { url }) }, journey);
  },
  resume: afterMessage,
});
