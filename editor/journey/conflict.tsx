import { Dialog } from '../shell/dialog.tsx';

/** Two people edited the same draft: neither version is thrown away without a word. */
export function Conflict({
  onMine,
  onTheirs,
  onClose,
}: {
  readonly onMine: () => void;
  readonly onTheirs: () => void;
  readonly onClose: () => void;
}) {
  const choose = (act: () => void) => () => {
    onClose();
    act();
  };
  return (
    <Dialog title="Somebody else has changed this draft" onClose={onClose}>
      <p>Both versions are still here. Which one shall it be?</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={choose(onTheirs)}>
          Take theirs
        </button>
        <button type="button" className="button primary" onClick={choose(onMine)}>
          Keep mine
        </button>
      </div>
    </Dialog>
  );
}
