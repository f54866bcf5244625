import type { Calls } from './calls.ts';
import type { BenchEvent } from './people.ts';

/** What takes events and lets the sandbox provider be called: Wend, or its floor. */
export interface Side {
  /** Tells who these people are, where that has to be known, and waits until it is. */
  know(people: readonly string[]): Promise<void>;
  /** Resolves when the events are accepted. */
  post(events: readonly BenchEvent[]): Promise<void>;
  /** Resolves when the provider has been called twice for each of them. */
  calls(people: readonly string[], sinceMs: number): Promise<ReadonlyMap<string, Calls>>;
}
