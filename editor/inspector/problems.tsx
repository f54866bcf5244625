import { ENTRY, type Problem } from '@wend/engine';
import { nameIn, useJourney } from '../journey/context.ts';

interface ProblemsProps {
  readonly problems: readonly Problem[];
  readonly showStep?: boolean;
}

/** What is wrong, in a sentence each; a click goes to the field, and one repairs it where that is possible. */
export function Problems({ problems, showStep = false }: ProblemsProps) {
  const run = useJourney((journey) => journey.run);
  const seek = useJourney((journey) => journey.seek);
  const document = useJourney((journey) => journey.document);
  return problems.map(({ step, field, code, sentence, severity, fix }) => (
    <div key={`${step} ${field} ${code} ${sentence}`} className="problem-row" data-severity={severity}>
      {showStep ? (
        <button type="button" className="link problem-link" onClick={() => seek({ step, field })}>
          {step !== undefined && <b>{step === ENTRY ? 'Entry' : nameIn(document, step)}: </b>}
          {sentence}
        </button>
      ) : (
        <p>{sentence}</p>
      )}
      {fix && (
        <button
          type="button"
          className="button"
          onClick={() => {
            for (const command of fix.commands) run(command);
          }}
        >
          {fix.label}
        </button>
      )}
    </div>
  ));
}
