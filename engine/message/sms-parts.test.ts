import fc from 'fast-check';
import { expect, it } from 'vitest';
import { simplifyAccents } from './simplify-accents.ts';
import { smsParts } from './sms-parts.ts';

const summary = (text: string) => {
  const { encoding, characters, units, parts, unitsLeft } = smsParts(text);
  return [encoding, characters, units, parts, unitsLeft];
};

it.each([
  ['nothing', '', ['GSM-7', 0, 0, 0, 160]],
  ['160 letters', 'a'.repeat(160), ['GSM-7', 160, 160, 1, 0]],
  ['161 letters', 'a'.repeat(161), ['GSM-7', 161, 161, 2, 145]],
  ['306 letters', 'a'.repeat(306), ['GSM-7', 306, 306, 2, 0]],
  ['307 letters', 'a'.repeat(307), ['GSM-7', 307, 307, 3, 152]],
  ['a euro that fits alone', `${'a'.repeat(158)}€`, ['GSM-7', 159, 160, 1, 0]],
  ['a euro that does not', `${'a'.repeat(159)}€`, ['GSM-7', 160, 161, 2, 145]],
  ['a euro across the border goes over whole', `${'a'.repeat(152)}€${'a'.repeat(20)}`, ['GSM-7', 173, 174, 2, 131]],
  ['a euro across the border costs a part', `${'a'.repeat(152)}€${'a'.repeat(152)}`, ['GSM-7', 305, 306, 3, 152]],
  ['the whole extension table', '^{}\\[~]|€\f', ['GSM-7', 10, 20, 1, 140]],
  ['accents of the alphabet', 'èéùìòÇàäöñüßÅ', ['GSM-7', 13, 13, 1, 147]],
  ['70 small cedillas', 'ç'.repeat(70), ['UCS-2', 70, 70, 1, 0]],
  ['71 small cedillas', 'ç'.repeat(71), ['UCS-2', 71, 71, 2, 63]],
  ['160 small cedillas', 'ç'.repeat(160), ['UCS-2', 160, 160, 3, 41]],
  ['Cyrillic', 'Привет', ['UCS-2', 6, 6, 1, 64]],
  ['Vietnamese', 'Xin chào bạn', ['UCS-2', 12, 12, 1, 58]],
  ['a family of three joined by ZWJ', '👨‍👩‍👧', ['UCS-2', 5, 8, 1, 62]],
  ['an emoji across the border goes over whole', `${'ж'.repeat(66)}😀${'ж'.repeat(10)}`, ['UCS-2', 77, 78, 2, 55]],
  ['a lone surrogate', 'a\ud83d', ['UCS-2', 2, 2, 1, 68]],
])('%s', (_, text, expected) => expect(summary(text)).toEqual(expected));

it('names every culprit and where it stands', () => {
  expect(smsParts('a😀ç').culprits).toEqual([
    { character: '😀', index: 1 },
    { character: 'ç', index: 3 },
  ]);
  expect(smsParts('plain €').culprits).toEqual([]);
});

it.each([
  ['Ça va, forêt ? « œuf »', 'Ça va, foret ? " oeuf "'],
  ['șțăŞţ', 'staSt'],
  ['Điện thoại của bạn', 'Dien thoai cua ban'],
  ['déjà vu — l’été…', "déjà vu - l'été..."],
  ['Straße', 'Straße'],
  ['e\u0301', 'é'],
  ['Привет 😀', 'Привет 😀'],
])('simplifies %s to %s', (text, expected) => expect(simplifyAccents(text).text).toBe(expected));

it('says what simplifying saves', () => {
  const { before, after, partsSaved } = simplifyAccents('ç'.repeat(160));
  expect([before.parts, after.parts, after.encoding, partsSaved]).toEqual([3, 1, 'GSM-7', 2]);
  expect(simplifyAccents(`ж${'ç'.repeat(160)}`).partsSaved).toBe(0);
});

it('fills parts within their limits, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const { encoding, units, parts, unitsLeft } = smsParts(text);
      const joined = encoding === 'GSM-7' ? 153 : 67;
      if (parts > 1) {
        expect(units).toBeLessThanOrEqual(parts * joined - unitsLeft);
        // At most one unit a part is lost to a character that went over whole.
        expect(units).toBeGreaterThanOrEqual(parts * joined - unitsLeft - (parts - 1));
      }
      expect(unitsLeft).toBeGreaterThanOrEqual(0);
    }),
  );
});
