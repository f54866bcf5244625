import type { Command } from '../commands/command.ts';

/** Something that keeps a journey from being published, or that its author should know. */
export interface Problem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** The step it is about; `entry` for the entry; absent for the journey as a whole. */
  readonly step?: string | undefined;
  /** Path of the field inside the step's config or the document, e.g. `variants.0.share`. */
  readonly field?: string | undefined;
  /** One sentence for a marketer. */
  readonly sentence: string;
  /** A repair that one click applies. */
  readonly fix?: { readonly label: string; readonly commands: readonly Command[] } | undefined;
}
