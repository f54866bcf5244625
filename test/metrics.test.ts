import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

it('has every metric in its list, and nothing in the list that is not counted', async () => {
  const files = (await readdir(join(root, 'server'), { recursive: true })).filter(
    (file) => /\.ts$/.test(file) && !/\.test\.ts$|node_modules|dist\//.test(file),
  );
  const sources = await Promise.all(files.map((file) => readFile(join(root, 'server', file), 'utf8')));
  const counted = sources.flatMap(
    (source) => source.match(/(?<=\.(?:histogram|counter|gauge|level)\(\s*')wend_[a-z_]+(?=')/g) ?? [],
  );
  const rows = (await readFile(join(root, 'docs/metrics.md'), 'utf8')).match(/(?<=^\| `)wend_[a-z_]+(?=`)/gm) ?? [];
  expect([...rows].sort()).toEqual([...new Set(counted)].sort());
  expect(rows.length).toBeGreaterThan(15);
});
