import { useSyncExternalStore } from 'react';

type Theme = 'light' | 'dark';
export type Look = Theme | 'system';
const KEY = 'wend.theme';
const DARK = '(prefers-color-scheme: dark)';

function chosenLook(): Look {
  const chosen = localStorage.getItem(KEY);
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

function presentTheme(): Theme {
  const chosen = chosenLook();
  if (chosen !== 'system') return chosen;
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

export function useLook(): Look {
  return useSyncExternalStore(onTheme, chosenLook);
}

export function chooseLook(look: Look): void {
  if (look === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, look);
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
