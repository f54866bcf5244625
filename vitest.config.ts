import { defineConfig } from 'vitest/config';

const apart = ['**/node_modules/**', '**/dist/**', '**/.wend/**'];
/** Those that start a whole Wend, or kill one: each after the others, alone, so that nobody's time-out is about the machine. */
const whole = ['test/{start,fresh-clone}.test.ts', 'test/browser/*.test.ts', 'test/run-loop/{kill,reseat}.test.ts'];

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'engine', include: ['engine/**/*.test.ts'], exclude: apart } },
      { test: { name: 'editor', include: ['editor/**/*.test.{ts,tsx}'], exclude: apart, environment: 'happy-dom' } },
      {
        test: {
          name: 'world',
          include: ['{server,workflows,test}/**/*.test.ts'],
          exclude: [...apart, ...whole],
          globalSetup: './test/harness/setup.ts',
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'whole',
          include: whole,
          exclude: apart,
          globalSetup: './test/harness/setup.ts',
          testTimeout: 240_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
