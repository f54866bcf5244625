import type { JourneyDocument } from '@wend/engine';
import type { Demand } from '../audit/demand.ts';
import type { RunSeen } from '../audit/seen.ts';

/** What a case says of itself before it begins. */
export interface CaseSettings {
  readonly name: string;
  /** What goes wrong, in a sentence's words. */
  readonly what: string;
  /** Postgres and Temporal behind networks of their own; else those that Wend brings. */
  readonly apart?: boolean;
  /** Chunks at most whose messages nobody can be sure of afterwards. */
  readonly blows?: number;
  /** The journey in which it happens; the one of the carts where absent. */
  readonly journey?: () => JourneyDocument;
  readonly demandOf?: (run: RunSeen) => Demand;
  /** How long everything may take to come to its end after it. */
  readonly settlesWithinMs?: number;
  /** Before Wend starts in this home; answers how to take it back. */
  readonly prepare?: (home: string) => Promise<() => Promise<void>>;
  /** Why it cannot be done on this machine; undefined where it can. */
  readonly skipped?: () => Promise<string | undefined>;
}
