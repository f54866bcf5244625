import { wordsOfLanguage } from '../document/language.ts';
import type { JourneyDocument } from '../document/schema.ts';
import type { Port } from '../node/card.ts';
import type { ConfigProblem, ResumeInput } from '../node/define-node.ts';
import { go, type Outcome, type SendSpec, send } from '../node/outcome.ts';
import type { SendResult } from '../node/resumption.ts';
import { assertNever } from '../values/assert-never.ts';

/** What the three message steps have in common; each brings its own content. */
export interface MessageSettings {
  readonly sender?: string | undefined;
  readonly purpose?: SendSpec['purpose'] | undefined;
  readonly topic?: string | undefined;
  readonly quietHours: 'defer' | 'skip' | 'ignore';
  readonly frequencyCap: 'defer' | 'skip' | 'ignore';
  readonly ifNotSent: 'continue' | 'path';
  readonly ifUnknown: 'continue' | 'path';
}

export function messagePorts({ ifNotSent, ifUnknown }: MessageSettings): readonly Port[] {
  const sent: Port = { id: 'next', label: 'Sent' };
  return ifNotSent === 'path' || ifUnknown === 'path'
    ? [sent, { id: 'not-sent', label: 'Not sent', otherwise: true }]
    : [sent];
}

export function sendMessage(
  channel: string,
  settings: MessageSettings,
  content: SendSpec['content'],
  journey: Pick<JourneyDocument, 'purpose' | 'topic'>,
): Outcome {
  return send({
    channel,
    purpose: settings.purpose ?? journey.purpose,
    topic: settings.topic ?? journey.topic,
    content,
    sender: settings.sender,
    whenHeld: { quietHours: settings.quietHours, frequencyCap: settings.frequencyCap },
  });
}

/** Where the person goes once the message has found its end. */
export function afterMessage({ input, config }: ResumeInput & { readonly config: MessageSettings }): Outcome {
  if (input.kind !== 'sent') return go('next', 'The message was left out by hand');
  const { result } = input;
  const text = wordsOf(result);
  if (result.kind === 'accepted' || result.kind === 'ghost') return go('next', text);
  const wanted = result.kind === 'unknown' ? config.ifUnknown : config.ifNotSent;
  return go(wanted === 'path' ? 'not-sent' : 'next', text);
}

function wordsOf(result: SendResult): string {
  switch (result.kind) {
    case 'accepted':
      return 'Sent';
    case 'ghost':
      return 'In the comparison group: would have been sent';
    case 'skipped':
      return `Not sent: ${result.why}`;
    case 'rejected':
      return `Refused: ${result.why}`;
    case 'unknown':
      return `Nobody knows whether it arrived: ${result.why}`;
    default:
      return assertNever(result);
  }
}

/** Parts of a message without words: the step's own, and each of those in another language. `parts` says what is missing. */
export function missingWords(
  own: Readonly<Record<string, unknown>>,
  languages: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined,
  parts: Readonly<Record<string, string>>,
): readonly ConfigProblem[] {
  const missing = (words: Readonly<Record<string, unknown>>, at: string, where: string): ConfigProblem[] =>
    Object.entries(parts)
      .filter(([part]) => String(words[part] ?? '').trim() === '')
      .map(([part, sentence]) => ({ code: 'empty-message', field: `${at}${part}`, sentence: `${sentence}${where}.` }));
  return [
    ...missing(own, '', ''),
    ...Object.entries(languages ?? {}).flatMap(([language, words]) =>
      missing(words, `languages.${language}.`, `, in ${wordsOfLanguage(language)}`),
    ),
  ];
}

/** The words of a person's language: `pt-BR` finds `pt-BR`, then `pt`, then the step's own. */
export function inLanguage<Words>(
  own: Words,
  variants: Readonly<Record<string, Words>> | undefined,
  language: string | undefined,
): Words {
  if (!variants || language === undefined) return own;
  const short = language.split(/[-_]/)[0] ?? language;
  return variants[language] ?? variants[short] ?? own;
}
