import { Log } from '../simulation/log.ts';
import { LogWorld } from '../simulation/log-world.ts';
import type { Instant } from '../time/instant.ts';
import type { JsonObject } from '../values/json.ts';
import { testStart } from './a-run.ts';

export interface WorldOptions {
  /** A date such as `2025-03-01`, or an instant. */
  readonly at?: string | Instant;
  readonly attributes?: JsonObject;
  readonly timeZone?: string;
  readonly language?: string;
  readonly profileId?: string;
  readonly events?: readonly { readonly name: string; readonly at: Instant; readonly properties?: JsonObject }[];
}

/** A world in memory with one person in it, `ada` unless told. */
export function aWorld(options: WorldOptions = {}): LogWorld {
  const { at = testStart, attributes = {}, timeZone = 'UTC', language, profileId = 'ada', events = [] } = options;
  const log = new Log();
  log.profiles.set(profileId, { attributes, timeZone, ...(language === undefined ? {} : { language }) });
  for (const event of events) log.events.push({ profileId, properties: {}, ...event });
  return new LogWorld(log, typeof at === 'number' ? at : Date.parse(at));
}
