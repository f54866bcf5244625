/** Time as a page has it; a test hands in its own. */
export interface Timers {
  now(): number;
  /** Acts after so many ms; answers how to call that off. */
  after(ms: number, act: () => void): () => void;
}

export const pageTimers: Timers = {
  now: () => Date.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};
