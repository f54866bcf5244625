/** A moment as a raw statement gives it, as the API tells it. */
export const iso = (at: string): string => new Date(at).toISOString();
