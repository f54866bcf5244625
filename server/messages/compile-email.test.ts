import { expect, it } from 'vitest';
import { compileEmail } from './compile-email.ts';

it('asks nobody for a font: opening an e-mail tells only the sender', async () => {
  const html = await compileEmail('Hello\n\n[To the shop](https://shop.example)');
  expect(html).toContain('https://shop.example');
  expect(html).not.toMatch(/<link|@import|fonts\./);
});
