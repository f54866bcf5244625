import { Cloud, CloudOff, TriangleAlert } from 'lucide-react';
import type { SaveState } from './autosave.ts';

const WORDS: Readonly<Record<SaveState['kind'], string>> = {
  saved: 'Saved',
  saving: 'Saving…',
  offline: 'Not saved, trying again',
  conflict: 'Changed by somebody else',
  refused: 'Not saved',
};

interface SavedProps {
  readonly state: SaveState;
  readonly onChoose: () => void;
}

/** Whether what is on the screen is with the server; where somebody has to choose, a click asks again. */
export function Saved({ state, onChoose }: SavedProps) {
  const isFine = state.kind === 'saved' || state.kind === 'saving';
  const Icon = isFine ? Cloud : state.kind === 'offline' ? CloudOff : TriangleAlert;
  return (
    <span className={`saved ${isFine ? 'muted' : 'wrong'}`} role="status">
      <Icon size={14} aria-hidden />
      {state.kind === 'conflict' ? (
        <button type="button" className="button small" onClick={onChoose}>
          {WORDS.conflict}: choose
        </button>
      ) : (
        <span title={state.kind === 'refused' ? state.why : undefined}>
          {WORDS[state.kind]}
          {state.kind === 'refused' && `: ${state.why}`}
        </span>
      )}
    </span>
  );
}
