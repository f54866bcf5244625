import './inspector.css';
import { ENTRY } from '@wend/engine';
import { ArrowUp } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { useJourney } from '../journey/context.ts';
import type { Sought } from '../journey/store.ts';
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
  const aside = useRef<HTMLElement>(null);
  useSoughtInHand(aside);
  return (
    <aside ref={aside} className="inspector" aria-label="Set up">
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

/** Whoever is led to a field finds it open, in sight, and the cursor in it; led to none, the list of what is wrong. */
function useSoughtInHand(ref: RefObject<HTMLElement | null>): void {
  const sought = useJourney((journey) => journey.sought);
  useEffect(() => {
    const place = sought && ref.current && placeOf(ref.current, sought);
    if (!place) return;
    const closed = place.closest('details');
    if (closed) closed.open = true;
    place.scrollIntoView({ block: 'center' });
    place.querySelector<HTMLElement>('input, textarea, select, button')?.focus({ preventScroll: true });
  }, [sought, ref]);
}

/** The field itself, or the nearest one around it that the form shows. */
function placeOf(form: HTMLElement, { step, field }: Sought): Element | null {
  if (field === undefined) return form.querySelector(step === undefined ? '[aria-label="Problems"]' : '.problem-row');
  const shown = [...form.querySelectorAll('[data-field]')];
  const parts = field.split('.');
  const around = parts.map((_, n) => parts.slice(0, parts.length - n).join('.'));
  const [path] = around.filter((one) => shown.some((place) => place.getAttribute('data-field') === one));
  return shown.find((place) => place.getAttribute('data-field') === path) ?? null;
}

function toSteps(): void {
  window.document.querySelector('.outline')?.scrollIntoView({ block: 'start' });
}
