import { ListTree, Redo2, TriangleAlert, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useJourney } from '../journey/context.ts';

interface BuildToolsProps {
  readonly isOutline: boolean;
  /** Absent where there is room for the list alone. */
  readonly onOutline: (() => void) | undefined;
}

/** Undo and redo by name, the list of steps in place of the picture, and how many problems are left. */
export function BuildTools({ isOutline, onOutline }: BuildToolsProps) {
  const problems = useJourney((journey) => journey.problems.length);
  const seek = useJourney((journey) => journey.seek);
  return (
    <>
      <UndoButtons />
      {onOutline && (
        <button type="button" className="button quiet" aria-pressed={isOutline} onClick={onOutline}>
          <ListTree size={16} aria-hidden /> Outline
        </button>
      )}
      {problems > 0 && (
        <button type="button" className="button quiet danger" onClick={() => seek({})}>
          <TriangleAlert size={16} aria-hidden /> {problems} {problems === 1 ? 'problem' : 'problems'}
        </button>
      )}
    </>
  );
}

function UndoButtons() {
  const past = useJourney((journey) => journey.past.at(-1)?.label);
  const future = useJourney((journey) => journey.future.at(-1)?.label);
  const undo = useJourney((journey) => journey.undo);
  const redo = useJourney((journey) => journey.redo);
  return (
    <>
      <HistoryButton word="Undo" edit={past} act={undo} icon={<Undo2 size={16} aria-hidden />} />
      <HistoryButton word="Redo" edit={future} act={redo} icon={<Redo2 size={16} aria-hidden />} />
    </>
  );
}

interface HistoryButtonProps {
  readonly word: string;
  /** What would be undone or done again; absent where there is nothing. */
  readonly edit: string | undefined;
  readonly act: () => void;
  readonly icon: ReactNode;
}

function HistoryButton({ word, edit, act, icon }: HistoryButtonProps) {
  const name = edit === undefined ? word : `${word}: ${edit}`;
  return (
    <button
      type="button"
      className="button quiet icon"
      disabled={edit === undefined}
      onClick={act}
      aria-label={name}
      title={name}
    >
      {icon}
    </button>
  );
}
