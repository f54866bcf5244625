import { ENTRY } from '../document/schema.ts';
import type { Resumption } from '../node/resumption.ts';
import type { RunState, Walked, WalkRun } from '../walk/walked.ts';

export const testStart = Date.UTC(2025, 2, 3, 9);

/** A run that has just entered: of the profile `ada` unless told. */
export function aRun(over: Partial<WalkRun> = {}): WalkRun {
  const enteredAt = over.enteredAt ?? testStart;
  return {
    id: `run-${over.profileId ?? 'ada'}`,
    journeyId: 'journey',
    profileId: 'ada',
    entryKey: '',
    enteredAt,
    entry: { name: 'Signed Up', properties: {}, at: enteredAt },
    step: ENTRY,
    visit: 0,
    arrivedAt: enteredAt,
    variables: {},
    visits: {},
    holdout: false,
    ...over,
  };
}

/** The run where it rests, resumed by this. */
export function resumed({ run }: Walked, resume: Resumption, over: Partial<RunState> = {}): WalkRun {
  return { ...run, ...over, resume };
}
