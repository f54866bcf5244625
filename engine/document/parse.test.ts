import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aJourney } from '../testing/index.ts';
import type { Json } from '../values/json.ts';
import { contentHash } from './canonical.ts';
import { parseJourney } from './parse.ts';

const valid = aJourney().entry('Signed Up').sms('Hi').wait('P1D').split({ a: 0.5, b: 0.5 }).document();

const sending = (to: string) => ({ allow: [{ days: [1], from: '09:00', to }] });

it('never throws, whatever is put in place of any part of a journey', () => {
  const places = placesOf(valid);
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.anything(), (place, nonsense) => {
      const journey: unknown = structuredClone(valid);
      put(journey, place, nonsense);
      const parsed = parseJourney(journey);
      if (parsed.ok) return;
      expect(parsed.problems.length).toBeGreaterThan(0);
      for (const { sentence } of parsed.problems) expect(sentence).not.toBe('');
    }),
    { numRuns: 1_000 },
  );
});

it('reads what it has written to the same journey and the same hash', () => {
  const again = parseJourney(JSON.parse(JSON.stringify(valid)));
  expect(again).toEqual({ ok: true, document: valid });
  expect(again.ok && contentHash(asJson(again.document))).toBe(contentHash(asJson(valid)));
});

it.each([
  ['a text that cannot be kept', { name: 'NUL \0' }, 'name', 'A text holds a NUL character.'],
  [
    'half a character',
    { description: 'Half \ud800' },
    'description',
    'A text holds half a character (a lone surrogate).',
  ],
  [
    'depth',
    { steps: JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) },
    undefined,
    'This is nested too deeply to be read.',
  ],
  ['a name that is none', { steps: JSON.parse('{"__proto__":{}}') }, 'steps', 'A field cannot be called "__proto__".'],
  [
    'a crowd of edges',
    { edges: Array(20_001).fill(valid.edges[0]) },
    'edges',
    'The journey has 20001 edges; 20000 is the most.',
  ],
  [
    'an hour after the last',
    { quietHours: sending('24:30') },
    'quietHours.allow.0.to',
    'Sending ends at a time from 00:00 to 24:00.',
  ],
])('refuses %s in one sentence, with its place', (_, broken, field, sentence) => {
  expect(parseJourney({ ...valid, ...broken })).toEqual({
    ok: false,
    problems: [expect.objectContaining({ sentence, ...(field === undefined ? {} : { field }) })],
  });
});

it('lets sending end with the day', () => {
  expect(parseJourney({ ...valid, quietHours: sending('24:00') })).toMatchObject({ ok: true });
});

function placesOf(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  const below = Object.entries(value).flatMap(([key, item]) => placesOf(item, [...at, key]));
  return at.length === 0 ? below : [at, ...below];
}

function put(value: unknown, [key = '', ...rest]: readonly string[], nonsense: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (rest.length > 0) put(Reflect.get(value, key), rest, nonsense);
  else Reflect.set(value, key, nonsense);
}

function asJson(value: unknown): Json {
  // A document is JSON by its schema; its type only lacks an index signature.
  return value as Json;
}
