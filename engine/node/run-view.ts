import type { Instant } from '../time/instant.ts';
import type { JsonObject } from '../values/json.ts';
import type { PersonEvent } from './resumption.ts';

/** What a node type may see of the run it decides for. */
export interface RunView {
  readonly id: string;
  readonly journeyId: string;
  readonly profileId: string;
  /** What tells two live runs of one person apart (a cart, an order); '' where the journey has no key. */
  readonly entryKey: string;
  readonly enteredAt: Instant;
  /** The event (or API call) that started the run. */
  readonly entry: PersonEvent;
  /** `entry` before the first step. */
  readonly step: string;
  /** How often the run has come to this step, from 1. */
  readonly visit: number;
  readonly arrivedAt: Instant;
  /** When the last message of this run became `sending`. */
  readonly lastSendAt?: Instant | undefined;
  readonly variables: JsonObject;
}
