import type { Problem } from '@wend/engine';
import { useJourney } from '../journey/context.ts';

/** What is wrong, in a sentence each; a click goes to the step, and one repairs it where that is possible. */
export function Problems({
  problems,
  showStep = false,
}: {
  readonly problems: readonly Problem[];
  readonly showStep?: boolean;
}) {
  const run = useJourney((journey) => journey.run);
  const select = useJourney((journey) => journey.select);
  const steps = useJourney(({ document }) => document.steps);
  return problems.map((problem) => (
    <div
      key={`${problem.step} ${problem.field} ${problem.code} ${problem.sentence}`}
      className="problem-row"
      data-severity={problem.severity}
    >
      {showStep && problem.step !== undefined && (
        <button type="button" className="button quiet" onClick={() => select(problem.step)}>
          {problem.step === 'entry' ? 'Entry' : steps[problem.step]?.name || problem.step}
        </button>
      )}
      <span>{problem.sentence}</span>
      {problem.fix && (
        <button
          type="button"
          className="button"
          onClick={() => {
            for (const command of problem.fix?.commands ?? []) run(command);
          }}
        >
          {problem.fix.label}
        </button>
      )}
    </div>
  ));
}
