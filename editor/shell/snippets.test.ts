import { expect, it } from 'vitest';
import { snippets } from './snippets.ts';

it('gives snippets that hold the key and our own address', () => {
  for (const kind of ['server', 'browser'] as const)
    for (const { code } of snippets(kind, 'http://localhost:4600', 'wk_secret')) {
      expect(code).toContain("'wk_secret'");
      expect(code).toContain('localhost:4600');
    }
});

it('never offers a library for servers to a key that browsers show to everybody', () => {
  expect(snippets('browser', 'https://wend.example', 'k').some(({ code }) => code.includes('-node'))).toBe(false);
});
