import type { Part } from '../bed/wend.ts';
import type { Case } from '../frame/case.ts';

const PEOPLE = 160;
const WITHIN_MS = 12_000;

function drainOf(part: Part): Case {
  return {
    name: `drain-${part}`,
    what: `SIGTERM to ${part} in the midst of a crowd`,
    async run(scene) {
      const coming = scene.come(PEOPLE, WITHIN_MS);
      await scene.sometime(2_000, WITHIN_MS);
      await scene.wend.isReplaced(part, await scene.wend.signal(part, 'SIGTERM'));
      await coming;
    },
  };
}

/** What was taken is finished, what was not sent is handed back: nothing is unknown afterwards. */
export const drains: readonly Case[] = [
  drainOf('worker'),
  drainOf('matcher'),
  drainOf('api'),
  {
    name: 'drain-everything',
    what: 'Ctrl-C in the midst of a crowd, and a new start',
    async run(scene) {
      const coming = scene.come(PEOPLE, WITHIN_MS);
      await scene.sometime(2_000, WITHIN_MS);
      await scene.wend.end();
      await scene.wend.begin();
      await coming;
    },
  },
];
