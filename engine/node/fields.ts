import { z } from 'zod';
import { purpose } from '../document/channel.ts';

/** Names a secret of the workspace; the value itself never stands in a document. */
export const secretReference = z.strictObject({ secret: z.string().min(1).max(60) });
export type SecretReference = z.infer<typeof secretReference>;

/** A field that must hold a secret. A literal is kept in a draft and refused at publish. */
export const secretField = z.union([secretReference, z.string().max(4000)]).meta({ secret: true });

/** Text with variables (Liquid). One that cannot be read is kept in a draft and refused at publish. */
export const template = (max: number) => z.string().max(max, `At most ${max} characters`).meta({ liquid: true });

/** The same words in other languages, by language tag. */
export const inLanguages = <Words extends z.ZodType>(words: Words) =>
  z.record(z.string().min(2).max(10), words).optional().meta({ label: 'In other languages', widget: 'languages' });

/** What every message step says about itself. */
export const messageFields = {
  sender: z
    .string()
    .max(120)
    .optional()
    .meta({ label: 'Sender', help: "Who it comes from; left empty, the workspace's own." }),
  purpose: purpose.optional().meta({
    label: 'Purpose',
    help: 'Marketing needs consent and obeys quiet hours; transactional answers something the person did.',
    absent: 'As the journey says',
    choices: { marketing: 'Marketing', transactional: 'Transactional' },
    advanced: true,
  }),
  topic: z
    .string()
    .max(60)
    .optional()
    .meta({ label: 'Topic', help: 'What people can subscribe to.', widget: 'topic', advanced: true }),
  quietHours: z
    .enum(['defer', 'skip', 'ignore'])
    .default('defer')
    .meta({
      label: 'In quiet hours',
      choices: { defer: 'Wait for the next allowed minute', skip: 'Leave it out', ignore: 'Send all the same' },
    }),
  frequencyCap: z
    .enum(['defer', 'skip', 'ignore'])
    .default('skip')
    .meta({
      label: 'When the person has had enough',
      choices: { defer: 'Wait until it is allowed', skip: 'Leave it out', ignore: 'Send all the same' },
    }),
  ifNotSent: z
    .enum(['continue', 'path'])
    .default('continue')
    .meta({
      label: 'If it cannot be sent',
      choices: { continue: 'Go on, and mark it as not sent', path: 'Take a path of its own' },
    }),
  ifUnknown: z
    .enum(['continue', 'path'])
    .default('continue')
    .meta({
      label: 'If nobody knows whether it was sent',
      advanced: true,
      choices: { continue: 'Go on as if it was sent', path: 'Take the path “not sent”' },
    }),
} as const;
