import type { ProfileFact } from '../facts/request.ts';
import type { LiquidVariables } from '../message/liquid.ts';
import type { Instant } from '../time/instant.ts';
import type { RunView } from './run-view.ts';

/** What templates may read: `profile.…`, `event.…` (the properties the person entered with) and `vars.…` (set by earlier steps). */
export function variablesFor(
  { attributes, timeZone, language, country }: ProfileFact,
  run: Pick<RunView, 'entry' | 'variables'>,
  now: Instant,
): LiquidVariables {
  return {
    now,
    timeZone,
    profile: { ...attributes, language, country },
    event: { ...run.entry.properties, name: run.entry.name },
    vars: run.variables,
  };
}
