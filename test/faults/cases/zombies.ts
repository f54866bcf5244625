import { setTimeout as pause } from 'node:timers/promises';
import type { Case } from '../frame/case.ts';

const PEOPLE = 120;
const WITHIN_MS = 12_000;
/** Longer than a lease and the longest call together: others have taken over all of its work by then. */
const LONG_MS = 45_000;

/** Whoever believes that it still holds what another one has long since taken over. */
export const zombies: readonly Case[] = [
  {
    name: 'two-of-each',
    what: 'two workers and two matchers at once',
    async run(scene) {
      await Promise.all([scene.wend.oneMore('worker'), scene.wend.oneMore('matcher')]);
      await scene.come(PEOPLE, WITHIN_MS);
    },
  },
  {
    name: 'stopped-worker',
    what: 'a worker is stopped in mid-send for longer than its lease, another takes over, and the first goes on',
    blows: 1,
    async run(scene) {
      await scene.wend.oneMore('worker');
      const coming = scene.come(PEOPLE, WITHIN_MS);
      await scene.sometime(2_000, WITHIN_MS);
      const pid = await scene.wend.signal('worker', 'SIGSTOP');
      await pause(LONG_MS);
      scene.wend.goOn(pid);
      await coming;
    },
  },
  {
    name: 'zombie-drive',
    what: "a worker's link to Temporal hangs for longer than its lease while another takes over",
    apart: true,
    blows: 1,
    async run(scene) {
      await scene.wend.oneMore('worker');
      const coming = scene.come(PEOPLE, WITHIN_MS);
      await scene.sometime(2_000, WITHIN_MS);
      await scene.wend.below?.temporal.hang(await scene.wend.pidOf('worker'));
      await pause(LONG_MS);
      scene.wend.below?.temporal.heal();
      await coming;
    },
  },
  {
    name: 'matcher-away',
    what: 'the matcher is away over the time-outs of people who have acted',
    async run(scene) {
      const coming = scene.come(PEOPLE, WITHIN_MS, { share: 0.7, afterMs: [1_500, 9_000] });
      await scene.sometime(WITHIN_MS - 4_000, WITHIN_MS);
      const pid = await scene.wend.signal('matcher', 'SIGSTOP');
      await pause(scene.outageMs(5 * 60_000));
      scene.wend.goOn(pid);
      await coming;
    },
  },
];
