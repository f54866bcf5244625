import type {} from './setup.ts';

export { aDatabase, type TestDatabase } from './a-database.ts';
export { aFolder } from './a-folder.ts';
export { aLivedHome } from './a-lived-home.ts';
export { breakDownAt } from './breakdown.ts';
export { chromium } from './chromium.ts';
export { aTaskQueue, temporalAddress, workflowBundle } from './shared.ts';
export { areWaiting, until } from './until.ts';
