import type { Edge, Entry, Exit, Goal, JourneyDocument, Step } from '../document/schema.ts';
import type { JsonObject } from '../values/json.ts';

/** A way out of a step or of the entry (`from: 'entry', port: 'next'`). */
export interface Place {
  readonly from: string;
  readonly port: string;
}

export type Settings = Partial<
  Pick<JourneyDocument, 'name' | 'description' | 'purpose' | 'topic' | 'holdout' | 'timeZone' | 'quietHours'>
>;

/** Every edit of a journey, shared by editor, server, paste, import and undo. A closed union with one `apply`. */
export type Command =
  /** Puts a step on a place. What followed goes behind `keep`, one of its ports; absent: behind its first port. */
  | {
      readonly kind: 'insert-step';
      readonly id: string;
      readonly step: Step;
      readonly at: Place;
      readonly keep?: string | undefined;
    }
  /** Takes a step out and joins its predecessors to what followed its first connected port. */
  | { readonly kind: 'remove-step'; readonly id: string }
  | { readonly kind: 'remove-branch'; readonly id: string }
  | { readonly kind: 'move-step'; readonly id: string; readonly to: Place }
  | { readonly kind: 'set-config'; readonly id: string; readonly config: JsonObject }
  | { readonly kind: 'rename-step'; readonly id: string; readonly name: string }
  | { readonly kind: 'set-note'; readonly id: string; readonly note: string }
  | { readonly kind: 'connect'; readonly at: Place; readonly to: string }
  | { readonly kind: 'disconnect'; readonly at: Place }
  | { readonly kind: 'set-entry'; readonly entry: Entry }
  | { readonly kind: 'set-goals'; readonly goals: readonly Goal[] }
  | { readonly kind: 'set-exits'; readonly exits: readonly Exit[] }
  | { readonly kind: 'set-settings'; readonly settings: Settings }
  | {
      readonly kind: 'paste';
      readonly steps: Readonly<Record<string, Step>>;
      readonly edges: readonly Edge[];
      readonly at: Place;
    }
  /** Sets parts of the document outright; the inverse of any command is one of these. `null` removes a step or a setting. */
  | {
      readonly kind: 'put';
      readonly steps?: Readonly<Record<string, Step | null>> | undefined;
      readonly edges?: { readonly add: readonly Edge[]; readonly remove: readonly Edge[] } | undefined;
      readonly document?: JsonObject | undefined;
    };
