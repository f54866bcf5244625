import type { Engagement } from '../condition/schema.ts';
import type { ProfileFact } from '../facts/request.ts';
import type { CallResult, PersonEvent, SendResult } from '../node/resumption.ts';
import type { Instant } from '../time/instant.ts';
import type { JsonObject } from '../values/json.ts';

/** Everything that happens to a simulated person from outside. */
export interface Script {
  /** What the person does, before and after the entry; in any order. */
  readonly events?: readonly ScriptedEvent[] | undefined;
  /** What becomes known of the person. */
  readonly changes?: readonly { readonly at: Instant; readonly attributes: JsonObject }[] | undefined;
  /** What the person does with the messages of a step, each so long after it was sent. */
  readonly engagements?:
    | readonly { readonly step: string; readonly did: Engagement; readonly afterMs: number }[]
    | undefined;
  /** How the messages of a step end; else the provider accepts them. */
  readonly sends?: Readonly<Record<string, SendResult>> | undefined;
  /** How the calls of a step end; else with an empty answer. */
  readonly calls?: Readonly<Record<string, CallResult>> | undefined;
}
export interface ScriptedEvent {
  readonly name: string;
  readonly at: Instant;
  readonly properties?: JsonObject | undefined;
}

/** Who is simulated. */
export interface SimulatedProfile extends ProfileFact {
  readonly id: string;
}

/** How the run begins. */
export interface Start {
  /** When the entry is read; the event's own time where absent. */
  readonly at?: Instant | undefined;
  readonly event: PersonEvent;
  readonly journeyId?: string | undefined;
  readonly holdout?: boolean | undefined;
  /** Where the simulation breaks off; absent: when the run ends. */
  readonly until?: Instant | undefined;
}
