import { wordsOfLanguage } from '@wend/engine';

const TAGS =
  'ar bg bn ca cs da de de-CH el en en-GB en-US es es-MX et eu fa fi fil fr fr-CA ga gl he hi hr hu id is it ja ko lt lv ' +
  'ms mt nb nl pl pt pt-BR ro ru sk sl sq sr sv ta th tr uk ur vi zh zh-TW';

/** The languages offered for a message, by tag and name, in the order of the names. A document may hold any other. */
export const LANGUAGES = TAGS.split(' ')
  .map((tag) => [tag, wordsOfLanguage(tag)] as const)
  .sort(([, a], [, b]) => a.localeCompare(b));
