import { z } from 'zod';
import { defineNode } from '../../node/define-node.ts';
import { inLanguages, messageFields, template } from '../../node/fields.ts';
import { afterMessage, inLanguage, messagePorts, missingWords, sendMessage } from '../message-step.ts';

const words = z.strictObject({
  subject: template(300).meta({ label: 'Subject', widget: 'liquid-line' }),
  preheader: template(300)
    .optional()
    .meta({ label: 'Preview text', help: 'Shown after the subject in the inbox', widget: 'liquid-line' }),
  body: template(50_000).meta({
    label: 'Text',
    help: 'A blank line starts a paragraph; [Label](https://…) alone on a line becomes a button',
    widget: 'email',
  }),
});

const config = z.strictObject({
  ...words.shape,
  languages: inLanguages(words),
  ...messageFields,
});

/** Sends an e-mail. Its text is compiled to HTML when the journey is published. */
export const email = defineNode({
  type: 'email',
  version: 1,
  group: 'message',
  title: 'E-mail',
  summary: 'An e-mail with subject and text',
  icon: 'mail',
  config,
  initial: { subject: '', body: '' },
  ports: messagePorts,
  card: ({ subject, preheader, body }) => ({
    title: subject === '' ? 'E-mail' : subject,
    body: { kind: 'mail', subject, preview: preheader ?? body },
  }),
  facts: () => [{ kind: 'profile' as const }],
  check: ({ languages, ...own }) =>
    missingWords(own, languages, { subject: 'The e-mail has no subject', body: 'The e-mail has no text' }),
  decide: ({ config: settings, facts, journey }) => {
    const { language } = facts.read({ kind: 'profile' });
    const { subject, preheader, body } = inLanguage<z.infer<typeof words>>(settings, settings.languages, language);
    return sendMessage(
      'email',
      settings,
      { subject, body, ...(preheader === undefined ? {} : { preheader }) },
      journey,
    );
  },
  resume: afterMessage,
});
