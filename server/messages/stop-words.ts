const STOP = new Set([
  'STOP',
  'STOPALL',
  'UNSUBSCRIBE',
  'CANCEL',
  'END',
  'QUIT',
  'REVOKE',
  'OPT OUT',
  'OPTOUT',
  'REMOVE',
  'TD',
  'ARRET',
  'ARRETER',
  'DESABONNER',
  'DESINSCRIRE',
  'BASTA',
  'CANCELLA',
  'BAJA',
  'ALTO',
  'PARAR',
  'STOPP',
  'ABMELDEN',
  'SAIR',
  'AFMELDEN',
]);
const POLITE = new Set(['PLEASE', 'THANKS', 'THANK YOU', 'SVP', 'MERCI', 'BITTE', 'DANKE']);

/** Whether a reply as a whole asks to be left alone: the word itself, or the word and a courtesy. Never a word within a sentence. */
export function isStop(reply: string): boolean {
  const words = reply
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  if (STOP.has(words)) return true;
  const [first = '', ...rest] = words.split(' ');
  return STOP.has(first) && POLITE.has(rest.join(' '));
}
