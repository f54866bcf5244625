import { type RefObject, useEffect, useRef } from 'react';

/**
 * Makes a dialog the browser's own modal from its first moment: focus stays inside, Escape closes, the page behind is inert.
 * Once it is gone, focus is where it was before.
 */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return ref;
}
