import { bindSteps, type JourneyDocument, type NameOf, type PlanStep } from '@wend/engine';
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

/** What a step is called: by its own name, else by its type's. */
export function nameIn({ steps }: Pick<JourneyDocument, 'steps'>, id: string): string {
  const step = steps[id];
  return step?.name || nodeTypes.get(step?.type ?? '')?.title || 'a step that is gone';
}

export function useNameOf(): NameOf {
  const steps = useJourney(({ document }) => document.steps);
  return (id) => nameIn({ steps }, id);
}

/** The languages that messages of this journey are written in, besides everyone's. */
export function useJourneyLanguages(): readonly string[] {
  const tags = useJourney(({ document }) => languagesIn(document).join(' '));
  return useMemo(() => (tags === '' ? [] : tags.split(' ')), [tags]);
}

function languagesIn({ steps }: JourneyDocument): readonly string[] {
  const languages = Object.values(steps).flatMap(({ type, config: { languages: variants } }) =>
    nodeTypes.get(type)?.group === 'message' && typeof variants === 'object' && variants !== null
      ? Object.keys(variants)
      : [],
  );
  return [...new Set(languages)].sort();
}
