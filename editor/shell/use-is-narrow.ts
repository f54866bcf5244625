import { useSyncExternalStore } from 'react';

const NARROW = '(max-width: 767px)';

/** Whether the screen is a phone's: the canvas gives way to the list of steps. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(NARROW);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => window.matchMedia(NARROW).matches,
  );
}
