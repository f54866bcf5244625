import { useSyncExternalStore } from 'react';

type Theme = 'light' | 'dark';
const KEY = 'wend.theme';
const DARK = '(prefers-color-scheme: dark)';

/** What was chosen, else what the system prefers. */
function presentTheme(): Theme {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia(DARK).matches ? 'dark' : 'light';
}

/** Shows the present theme, also once the system turns dark in the evening or another window chooses. */
export function followTheme(): void {
  const show = (): void => {
    document.documentElement.dataset['theme'] = presentTheme();
  };
  show();
  onTheme(show);
}

export function useTheme(): Theme {
  return useSyncExternalStore(onTheme, presentTheme);
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  // Windows hear of what others store, not of what they store themselves.
  window.dispatchEvent(new StorageEvent('storage', { key: KEY }));
}

function onTheme(changed: () => void): () => void {
  const system = matchMedia(DARK);
  system.addEventListener('change', changed);
  window.addEventListener('storage', changed);
  return () => {
    system.removeEventListener('change', changed);
    window.removeEventListener('storage', changed);
  };
}
