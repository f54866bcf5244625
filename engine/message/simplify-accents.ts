import { type SmsParts, septetsOf, smsParts } from './sms-parts.ts';

export interface SimplifiedSms {
  readonly text: string;
  readonly before: SmsParts;
  readonly after: SmsParts;
  /** Parts fewer than before; 0 where something that cannot be simplified (an emoji, Cyrillic) keeps the text in UCS-2. */
  readonly partsSaved: number;
}

// What taking marks off does not reach.
const plain: Readonly<Record<string, string>> = {
  œ: 'oe',
  Œ: 'OE',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
  ħ: 'h',
  Ħ: 'H',
  ẞ: 'SS',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '′': "'",
  '´': "'",
  '`': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '″': '"',
  '«': '"',
  '»': '"',
  '‹': "'",
  '›': "'",
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '…': '...',
  '•': '*',
  '·': '.',
  '×': 'x',
  '\t': ' ',
  '\u00a0': ' ',
  '\u2007': ' ',
  '\u2009': ' ',
  '\u200a': ' ',
  '\u202f': ' ',
  '\u200b': '',
  '\ufeff': '',
  '\u00ad': '',
};

/** Puts plain letters and signs for those GSM-7 lacks (`ç ê ș` and curly quotes), and says what that saves. Accents GSM-7 has stay. */
export function simplifyAccents(text: string): SimplifiedSms {
  const simplified = Array.from(text.normalize('NFC'), simplify).join('');
  const before = smsParts(text);
  const after = smsParts(simplified);
  return { text: simplified, before, after, partsSaved: before.parts - after.parts };
}

function simplify(character: string): string {
  if (septetsOf(character) !== undefined) return character;
  const known = plain[character];
  if (known !== undefined) return known;
  const bare = character.normalize('NFD').replace(/\p{M}/gu, '');
  return bare !== '' && Array.from(bare).every((letter) => septetsOf(letter) !== undefined) ? bare : character;
}
