import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/harness/longest-first.ts';

const apart = ['**/node_modules/**', '**/dist/**', '**/.wend/**'];
/** Those that start a whole Wend, or kill one: after the others, so that nobody's time-out is about the machine. */
const whole = [
  'test/{start,traces}.test.ts',
  'test/browser/*.test.ts',
  'test/run-loop/{kill,kill-all,reseat}.test.ts',
  'test/faults/faults.test.ts',
];
/** Runs all of them once more; alone. */
const clone = ['test/fresh-clone.test.ts'];

/** One more than cores: most of them wait for a database or a server of their own. */
const maxWorkers = Math.max(3, availableParallelism() + 1);
/** No test fails because the machine is busy. */
const patient = { testTimeout: 60_000 } as const;
const seeded = { setupFiles: './test/harness/property-seed.ts' } as const;
/** Loading every module anew for each file was a third of the time. A page's globals are another matter. */
const sharing = { isolate: false, maxWorkers } as const;
const slow = { testTimeout: 240_000, hookTimeout: 120_000 } as const;
const onServers = { globalSetup: './test/harness/setup.ts', ...slow } as const;

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { name: 'engine', include: ['engine/**/*.test.ts'], exclude: apart, ...sharing, ...patient, ...seeded } },
      {
        test: {
          name: 'editor',
          include: ['editor/**/*.test.{ts,tsx}'],
          exclude: apart,
          environment: 'happy-dom',
          maxWorkers,
          ...patient,
        },
      },
      {
        test: {
          name: 'world',
          include: ['{server,workflows,test}/**/*.test.ts'],
          exclude: [...apart, ...whole, ...clone],
          ...sharing,
          ...onServers,
          ...seeded,
        },
      },
      {
        test: {
          name: 'whole',
          include: whole,
          exclude: apart,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          ...onServers,
        },
      },
      {
        test: {
          name: 'clone',
          include: clone,
          exclude: apart,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
          ...slow,
        },
      },
    ],
  },
});
