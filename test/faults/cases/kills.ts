import type { Part } from '../bed/wend.ts';
import type { Case } from '../frame/case.ts';
import type { Scene } from '../frame/scene.ts';

const PEOPLE = 160;
const WITHIN_MS = 12_000;

/** Killed in the midst of the crowd, at a moment of the seed; whoever keeps it alive brings it back. */
async function killed(scene: Scene, part: Part): Promise<void> {
  await scene.sometime(2_000, WITHIN_MS);
  const pid = await scene.wend.signal(part, 'SIGKILL');
  await scene.wend.isReplaced(part, pid);
}

function killOf(part: Part, blows: number): Case {
  return {
    name: `kill-${part}`,
    what: `kill -9 of ${part}`,
    blows,
    run: async (scene) => void (await Promise.all([scene.come(PEOPLE, WITHIN_MS), killed(scene, part)])),
  };
}

export const kills: readonly Case[] = [
  killOf('worker', 1),
  killOf('matcher', 0),
  killOf('api', 0),
  killOf('temporal', 0),
  killOf('postgres', 1),
  {
    name: 'kill-several',
    what: 'kill -9 of worker, matcher, api, Temporal and Postgres, each at a moment of its own',
    blows: 3,
    async run(scene) {
      const parts = scene.dice.shuffled<Part>(['worker', 'matcher', 'api', 'temporal', 'postgres']);
      await Promise.all([scene.come(PEOPLE, WITHIN_MS), ...parts.map((part) => killed(scene, part))]);
    },
  },
  {
    name: 'kill-everything',
    what: 'kill -9 of every process at once, as when the power goes, and a new start',
    blows: 1,
    async run(scene) {
      const coming = scene.come(PEOPLE, WITHIN_MS);
      await scene.sometime(2_000, WITHIN_MS);
      await scene.wend.killAll();
      await scene.wend.begin();
      await coming;
    },
  },
];
