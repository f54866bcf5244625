interface DialogFootProps {
  /** On the button that does it. */
  readonly label: string;
  readonly run: { readonly isPending: boolean; readonly error: Error | null };
  readonly onCancel: () => void;
  /** Without it the button hands in the form around it. */
  readonly onDo?: () => void;
  readonly isDangerous?: boolean;
}

/** The end of a dialog: what went wrong, the way out, and what it is for. */
export function DialogFoot({ label, run, onCancel, onDo, isDangerous = false }: DialogFootProps) {
  return (
    <>
      {run.error && (
        <p className="wrong" role="alert">
          {run.error.message}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
        <button
          type={onDo ? 'button' : 'submit'}
          className={`button ${isDangerous ? 'danger' : 'primary'}`}
          disabled={run.isPending}
          onClick={onDo}
        >
          {label}
        </button>
      </div>
    </>
  );
}
