import { defineConfig } from 'vitest/config';

const apart = ['**/node_modules/**', '**/dist/**', '**/.wend/**'];

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'engine', include: ['engine/**/*.test.ts'], exclude: apart } },
      { test: { name: 'editor', include: ['editor/**/*.test.{ts,tsx}'], exclude: apart, environment: 'happy-dom' } },
      {
        test: {
          name: 'world',
          include: ['{server,workflows,test}/**/*.test.ts'],
          exclude: apart,
          globalSetup: './test/harness/setup.ts',
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
