import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useModal } from './use-modal.ts';

interface DrawerProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal at the right edge: the list stays in sight behind it. */
export function Drawer({ title, onClose, children }: DrawerProps) {
  return (
    <dialog ref={useModal()} className="drawer" aria-label={title} onClose={onClose}>
      <header>
        <h2>{title}</h2>
        <button type="button" className="button quiet icon" aria-label="Close" onClick={onClose}>
          <X size={18} aria-hidden />
        </button>
      </header>
      {children}
    </dialog>
  );
}
