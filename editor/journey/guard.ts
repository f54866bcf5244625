import type { Autosave } from './autosave.ts';

/** Asks before a page with unsaved edits goes; saves at once when it is hidden, and when the network is back. */
export function guard(autosave: Pick<Autosave, 'isDirty' | 'flush'>, page: Window): () => void {
  const ask = (event: BeforeUnloadEvent): void => {
    if (autosave.isDirty) event.preventDefault();
  };
  const save = (): void => {
    if (autosave.isDirty) void autosave.flush();
  };
  page.addEventListener('beforeunload', ask);
  page.addEventListener('online', save);
  page.document.addEventListener('visibilitychange', save);
  return () => {
    page.removeEventListener('beforeunload', ask);
    page.removeEventListener('online', save);
    page.document.removeEventListener('visibilitychange', save);
  };
}
