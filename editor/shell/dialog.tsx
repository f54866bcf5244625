import type { ReactNode } from 'react';
import { useModal } from './use-modal.ts';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A question or a form over the page. */
export function Dialog({ title, onClose, children }: DialogProps) {
  return (
    <dialog ref={useModal()} aria-label={title} onClose={onClose}>
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}
