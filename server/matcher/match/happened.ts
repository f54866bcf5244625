import type { EventId, PersonEvent, RunId } from '@wend/engine';
import type { Queued } from '../contract.ts';

/** What an event knows of its own origin, beside what it says. */
export interface Origin {
  readonly id: EventId;
  readonly emittedBy: RunId | undefined;
}
export type Happened = PersonEvent & Origin;

export function happened({ eventId, name, properties, at, emittedBy }: Queued): Happened {
  return { id: eventId, name, properties, at, emittedBy };
}
