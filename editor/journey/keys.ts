import { ENTRY, type JourneyDocument } from '@wend/engine';
import type { KeyboardEvent } from 'react';
import type { UseJourney } from './store.ts';

/** Keys of the canvas: arrows walk the journey, letters act on the step they stand on. */
export function canvasKeys(use: UseJourney, actions: { readonly add: () => void; readonly edit: () => void }) {
  return (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select, .popover')) return;
    const { document, selected, select, run, undo, redo } = use.getState();
    const isCommand = event.ctrlKey || event.metaKey;
    const to = neighbour(document, selected, event.key);
    if (to !== undefined) select(to);
    else if (isCommand && event.key.toLowerCase() === 'z') event.shiftKey ? redo() : undo();
    else if (isCommand && event.key.toLowerCase() === 'y') redo();
    else if (event.key === 'Enter') actions.edit();
    else if (event.key.toLowerCase() === 'a' && !isCommand) actions.add();
    else if (event.key === 'Escape') select(undefined);
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
