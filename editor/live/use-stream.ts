import { useEffect } from 'react';
import { type Figures, type Happening, useLiveNumbers } from './context.ts';

const REMEMBERED = 30;

/** Keeps the live numbers while the page is seen. The browser connects again by itself and says where it stopped. */
export function useStream(workspaceId: string, journeyId: string): void {
  useEffect(() => {
    useLiveNumbers.setState({ figures: undefined, happenings: [], isConnected: false });
    const source = new EventSource(`/api/w/${workspaceId}/journeys/${journeyId}/stream`);
    source.addEventListener('open', () => useLiveNumbers.setState({ isConnected: true }));
    source.addEventListener('error', () => useLiveNumbers.setState({ isConnected: false }));
    source.addEventListener('numbers', ({ data }) => useLiveNumbers.setState({ figures: parsed<Figures>(data) }));
    source.addEventListener('activity', ({ data }) =>
      useLiveNumbers.setState(({ happenings }) => ({ happenings: withNews(happenings, parsed<Happening>(data)) })),
    );
    return () => source.close();
  }, [workspaceId, journeyId]);
}

/** After a restart of the server things of the last minute may be told again. */
function withNews(happenings: readonly Happening[], news: Happening): readonly Happening[] {
  return happenings.some(({ id }) => id === news.id) ? happenings : [news, ...happenings].slice(0, REMEMBERED);
}

function parsed<Data>(data: string): Data {
  // The stream is our own server's, of the same build.
  return JSON.parse(data) as Data;
}
