const leaving = new Map<string, Promise<unknown>>();

/** Remembers a journey's last save that is still under way when its page is left. */
export function leave(journeyId: string, saved: Promise<unknown>): void {
  leaving.set(journeyId, saved);
  void saved.finally(() => {
    if (leaving.get(journeyId) === saved) leaving.delete(journeyId);
  });
}

/** Whoever comes back at once reads the draft after that save, not before it. */
export const hasLeft = (journeyId: string): Promise<unknown> => leaving.get(journeyId) ?? Promise.resolve();
