import { bindSteps, type JourneyDocument, type PlanStep } from '@wend/engine';
import { createContext, useContext, useMemo } from 'react';
import { nodeTypes } from './node-types.ts';
import type { JourneyStore, UseJourney } from './store.ts';

export { nodeTypes };

export const JourneyContext = createContext<UseJourney | undefined>(undefined);

/** Reads the journey by a narrow selector. */
export function useJourney<Part>(select: (journey: JourneyStore) => Part): Part {
  const use = useContext(JourneyContext);
  if (!use) throw new Error('No journey is open here');
  return use(select);
}

export function useSteps(document: JourneyDocument): ReadonlyMap<string, PlanStep> {
  return useMemo(() => bindSteps(document, nodeTypes).steps, [document]);
}
