import { ENTRY, type JourneyDocument } from '@wend/engine';
import type { KeyboardEvent } from 'react';
import type { UseJourney } from './store.ts';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, .popover, dialog') !== null;

/** Undo and redo, wherever in the workbench one is; in a text field the browser's own come first. */
export function historyKeys(use: UseJourney, event: globalThis.KeyboardEvent): void {
  if (isTyping(event.target) || !(event.ctrlKey || event.metaKey)) return;
  const { undo, redo } = use.getState();
  const key = event.key.toLowerCase();
  if (key === 'z') event.shiftKey ? redo() : undo();
  else if (key === 'y') redo();
  else return;
  event.preventDefault();
}

interface KeyActions {
  /** Absent where a journey is only looked at: nothing is added or removed then. */
  readonly add?: () => void;
  readonly edit: () => void;
}

/** Keys of the canvas: arrows walk the journey, letters act on the step they stand on. */
export function canvasKeys(use: UseJourney, actions: KeyActions) {
  return (event: KeyboardEvent): void => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey) return;
    const { document, selected, select, run } = use.getState();
    const to = neighbour(document, selected, event.key);
    if (to !== undefined) select(to);
    // On a button of the canvas Enter presses that.
    else if (event.key === 'Enter' && event.target === event.currentTarget) actions.edit();
    else if (event.key.toLowerCase() === 'a' && actions.add) actions.add();
    else if (event.key === 'Escape') select(undefined);
    else if (!actions.add) return;
    else if ((event.key === 'Delete' || event.key === 'Backspace') && selected !== undefined && selected !== ENTRY) {
      const before = document.edges.find(({ to: target }) => target === selected)?.from ?? ENTRY;
      if (run({ kind: 'remove-step', id: selected }).ok) select(before);
    } else return;
    event.preventDefault();
  };
}

function neighbour({ edges }: JourneyDocument, selected: string | undefined, key: string): string | undefined {
  if (!key.startsWith('Arrow') && key !== 'Home') return undefined;
  if (selected === undefined || key === 'Home') return ENTRY;
  const above = edges.find(({ to }) => to === selected);
  if (key === 'ArrowDown') return edges.find(({ from }) => from === selected)?.to ?? selected;
  if (key === 'ArrowUp') return above?.from ?? selected;
  const siblings = edges.filter(({ from }) => from === above?.from).map(({ to }) => to);
  const at = siblings.indexOf(selected) + (key === 'ArrowRight' ? 1 : -1);
  return siblings[Math.min(siblings.length - 1, Math.max(0, at))] ?? selected;
}
