export { aJourney, JourneyBuilder } from './a-journey.ts';
export { aRun, resumed, testStart } from './a-run.ts';
export { aWorld, type WorldOptions } from './a-world.ts';
