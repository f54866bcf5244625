import type { EntranceActivities } from '@wend/workflows';
import { impersonal } from '../database/index.ts';
import { type EntranceDeps, enterPage } from './enter-page.ts';

/** The activity of entrances. What it throws stays in Temporal's history, so nothing of a person may be in it. */
export function entrancesOf(deps: EntranceDeps): EntranceActivities['enterPage'] {
  return (input) =>
    enterPage(deps, input).catch((error: unknown) => {
      throw impersonal(error);
    });
}
