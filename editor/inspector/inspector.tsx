import './inspector.css';
import { ENTRY } from '@wend/engine';
import { ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useJourney } from '../journey/context.ts';
import { useIsNarrow } from '../shell/use-is-narrow.ts';
import { EntryInspector } from './entry-inspector.tsx';
import { JourneyInspector } from './journey-inspector.tsx';
import { StepInspector } from './step-inspector.tsx';

interface InspectorProps {
  /** Stands below what holds for the whole journey. */
  readonly children: ReactNode;
}

/** What is chosen on the canvas, to be set up; nothing chosen: the journey itself. */
export function Inspector({ children }: InspectorProps) {
  const selected = useJourney((journey) => journey.selected);
  const isNarrow = useIsNarrow();
  return (
    <aside className="inspector" aria-label="Set up">
      {isNarrow && (
        <button type="button" className="back to-steps" onClick={toSteps}>
          <ArrowUp size={16} aria-hidden /> Back to the steps
        </button>
      )}
      {selected === undefined ? (
        <>
          <JourneyInspector />
          {children}
        </>
      ) : selected === ENTRY ? (
        <EntryInspector />
      ) : (
        <StepInspector key={selected} id={selected} />
      )}
    </aside>
  );
}

function toSteps(): void {
  window.document.querySelector('.outline')?.scrollIntoView({ block: 'start' });
}
