const STATES = {
  draft: ['Draft', ''],
  live: ['Running', 'success'],
  paused: ['Paused', 'warning'],
  stopped: ['Stopped', ''],
} as const;
export type JourneyState = keyof typeof STATES;

interface StatePillProps {
  readonly state: JourneyState;
  /** The one that is live; absent before the first. */
  readonly version: number | undefined;
}

/** Whether a journey runs, and in which version. */
export function StatePill({ state, version }: StatePillProps) {
  const [word, tone] = STATES[state];
  return (
    <span className={`pill ${tone}`}>
      {word}
      {version === undefined ? '' : ` · v${version}`}
    </span>
  );
}
