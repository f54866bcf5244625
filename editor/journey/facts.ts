import type { JourneyState } from './state-pill.tsx';

/** What the top bar says of a journey. */
export interface JourneyFacts {
  readonly workspaceId: string;
  readonly journeyId: string;
  readonly name: string;
  readonly state: JourneyState;
  readonly revision: number;
  readonly hasChanges: boolean;
  readonly version: number | undefined;
}
