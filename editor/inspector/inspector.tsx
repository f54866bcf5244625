import './inspector.css';
import { ENTRY } from '@wend/engine';
import { useJourney } from '../journey/context.ts';
import { EntryInspector } from './entry-inspector.tsx';
import { JourneyInspector } from './journey-inspector.tsx';
import { StepInspector } from './step-inspector.tsx';

/** What is chosen on the canvas, to be set up; nothing chosen: the journey itself. */
export function Inspector() {
  const selected = useJourney((journey) => journey.selected);
  return (
    <aside className="inspector" aria-label="Set up">
      {selected === undefined ? (
        <JourneyInspector />
      ) : selected === ENTRY ? (
        <EntryInspector />
      ) : (
        <StepInspector key={selected} id={selected} />
      )}
    </aside>
  );
}
