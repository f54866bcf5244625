import { expect, it } from 'vitest';
import { compilePattern } from './pattern.ts';

const find = (source: string, text: string) => {
  const pattern = compilePattern(source);
  return 'problem' in pattern ? pattern.problem : pattern.test(text);
};

it.each([
  ['shop', 'my shop', true],
  ['^shop$', 'my shop', false],
  ['(?i)SHOP\\.example', 'https://shop.example/cart', true],
  ['\\d{3}-\\d{2}', 'order 123-45', true],
  ['^\\p{Lu}\\p{Ll}+$', 'Éric', true],
  ['', 'anything', true],
])('looks for %s in %s', (source, text, found) => expect(find(source, text)).toBe(found));

it('keeps no state between two tests of one pattern', () => {
  const pattern = compilePattern('a+b');
  expect('test' in pattern && [pattern.test('aab'), pattern.test('aab'), pattern.test('aa')]).toEqual([
    true,
    true,
    false,
  ]);
});

it.each([
  ['(a', /cannot be read: missing closing \)/],
  ['(?=a)', /cannot be read/],
  ['(a)\\1', /cannot be read/],
  ['a'.repeat(501), /longer than 500 characters/],
  ['((a{0,50}){0,20}){0,10}x', /cannot be read/],
  ['(\\pL{0,30}){0,33}$', /repeats too much/],
])('says why %s cannot be used', (source, sentence) => expect(find(source, '')).toMatch(sentence));

// Each of these takes a backtracking engine longer than the universe has; the test's own time limit is the check.
it.each([
  '(a+)+$',
  '(a|a)*b',
  '(a|aa)+$',
  '(.*a){20}$',
  '([a-z]+)*=',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  '(x+x+)+y',
  '(a?){50}a{50}b',
])('answers %s over a long text at once', { timeout: 2_000 }, (source) => {
  for (const _ of Array(20)) expect(find(source, `${'a'.repeat(9_999)}!`)).toBe(false);
});

it('looks at the first 10,000 characters', () => {
  expect(find('z', `${'a'.repeat(9_999)}z`)).toBe(true);
  expect(find('z', `${'a'.repeat(10_000)}z`)).toBe(false);
});
