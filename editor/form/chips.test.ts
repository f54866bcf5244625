import { expect, it } from 'vitest';
import {
  chipBeside,
  chipsIn,
  hasMarks,
  namesFor,
  piecesOf,
  replaced,
  shownAs,
  sourceOf,
  wholeChips,
  writtenAs,
} from './chips.ts';

const hello = 'Hi {{ profile.firstName | default: "there" }}, {{event.product}} is on its way.';
const shown = 'Hi \u2068first name\u2069, \u2068product\u2069 is on its way.';

it('shows what is put in for each person by its name, and writes it back', () => {
  const names = namesFor(hello);
  expect(shownAs(hello, names)).toBe(shown);
  expect(writtenAs(shown, names)).toBe(hello.replace('{{event.product}}', '{{ event.product }}'));
});

it('gives two that would be called the same a name each', () => {
  const text = '{{ profile.name }} {{ profile.name | default: "you" }} {{ event.name | default: "you" }}';
  const names = namesFor(text);
  expect([...names.keys()]).toEqual(['name', 'name or you', '{{ event.name | default: "you" }}']);
  expect(writtenAs(shownAs(text, names), names)).toBe(text);
});

it('shows what is more than a value as it is written', () => {
  const text = '{% if profile.vip %}{{ profile.total | times: 2 }}{% endif %} {{ now }}';
  expect(shownAs(text, namesFor(text))).toBe(text);
});

it('makes plain words of a chip that lost a part of itself, and of one that nobody knows', () => {
  const names = namesFor(hello);
  expect(writtenAs('Hi \u2068first na, you', names)).toBe('Hi first na, you');
  expect(writtenAs('Hi \u2068nobody\u2069', names)).toBe('Hi nobody');
});

it('brings a chip back with the words that stood in for it', () => {
  const names = namesFor('Hi', namesFor(hello));
  expect(writtenAs(shown, names)).toContain('default: "there"');
});

it('keeps the name of a chip whose other words change', () => {
  const before = namesFor(hello);
  const [first] = chipsIn(hello);
  if (!first) throw new Error('no chip');
  const changed = replaced(hello, first, { ...first, fallback: 'friend' });
  expect(shownAs(changed, namesFor(changed, before))).toBe(shown);
});

it.each([
  ['at most "one"', `{{ profile.a | default: 'at most "one"' }}`],
  ['"it\'s"', `{{ profile.a | default: '"it’s"' }}`],
  ['a }} b', '{{ profile.a | default: "a  b" }}'],
  [undefined, '{{ profile.a }}'],
])('writes what stands in as the template language can read it: %s', (fallback, source) => {
  expect(sourceOf({ path: 'profile.a', fallback })).toBe(source);
  expect(chipsIn(source)).toHaveLength(1);
});

it('loses nothing between what is written and what is shown, whatever stands beside what', () => {
  const pieces = [
    '{{ profile.a }}',
    '{{ profile.a | default: "x" }}',
    '{{ event.a_b.c }}',
    '{% if x %}',
    '{{ now }}',
    '{{ ',
    '}}',
    ' and ',
    '\n',
    'ü',
  ];
  for (const one of pieces)
    for (const two of pieces)
      for (const three of pieces) {
        const text = one + two + three;
        const names = namesFor(text);
        const seen = shownAs(text, names);
        expect(writtenAs(seen, names)).toBe(text);
        expect(
          piecesOf(seen)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(seen);
      }
});

it('takes chips whole: a caret goes over them, a selection holds all of them or nothing', () => {
  const [start, end] = [3, 15];
  const caret = (at: number) => ({ start: at, end: at });
  expect(wholeChips(shown, caret(start + 1), caret(start))).toEqual(caret(end));
  expect(wholeChips(shown, caret(end - 1), caret(end))).toEqual(caret(start));
  expect(wholeChips(shown, { start: 0, end: 5 }, caret(0))).toEqual({ start: 0, end });
  expect(wholeChips(shown, { start: 0, end: end - 1 }, { start: 0, end })).toEqual({ start: 0, end: start });
  expect(wholeChips(shown, { start: start + 1, end: 28 }, { start, end: 28 })).toEqual({ start: end, end: 28 });
  expect([chipBeside(shown, end, 'before'), chipBeside(shown, start, 'after')]).toEqual([
    { start, end },
    { start, end },
  ]);
  expect(chipBeside(shown, start, 'before')).toBeUndefined();
});

it('knows a text that holds the marks itself', () => {
  expect([hasMarks(shown), hasMarks(hello)]).toEqual([true, false]);
});
