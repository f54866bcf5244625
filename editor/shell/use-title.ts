import { useEffect } from 'react';

/** What the tab and a screen reader call this page. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? 'Wend' : `${title} · Wend`;
  }, [title]);
}
