import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Dialog } from './dialog.tsx';
import { DialogFoot } from './dialog-foot.tsx';

interface AskedProps {
  /** On the button, and on the one that does it. */
  readonly label: string;
  /** The question. */
  readonly title: string;
  readonly icon?: ReactNode;
  readonly act: () => Promise<unknown>;
  /** What it means. */
  readonly children: ReactNode;
}

/** A button for what cannot be undone: it asks first. */
export function Asked({ label, title, icon, act, children }: AskedProps) {
  const [isAsking, setIsAsking] = useState(false);
  const close = (): void => setIsAsking(false);
  const run = useMutation({ mutationFn: act, onSuccess: close });
  return (
    <>
      <button type="button" className="button danger" onClick={() => setIsAsking(true)}>
        {icon} {label}
      </button>
      {isAsking && (
        <Dialog title={title} onClose={close}>
          <p>{children}</p>
          <DialogFoot label={label} run={run} onCancel={close} onDo={() => run.mutate()} isDangerous />
        </Dialog>
      )}
    </>
  );
}
