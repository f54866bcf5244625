import type { Case } from '../frame/case.ts';

/** Nothing goes wrong: whoever fails here is wrong about what must be. */
export const calm: Case = {
  name: 'calm',
  what: 'nothing but answers that the provider withholds',
  run: (scene) => scene.come(160, 12_000),
};
