import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import type {} from './setup.ts';

/** An empty folder outside of the repository, gone when the run ends. */
export function aFolder(): string {
  return mkdtempSync(join(inject('scratch'), 'folder-'));
}
