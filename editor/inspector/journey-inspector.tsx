import { journeyDocument } from '@wend/engine';
import { useState } from 'react';
import { SchemaForm } from '../form/schema-form.tsx';
import { useJourney } from '../journey/context.ts';
import { InspectorHead } from './head.tsx';
import { Problems } from './problems.tsx';

const { goals: goalsSchema, exits: exitsSchema, holdout: holdoutSchema } = journeyDocument.shape;

/** What holds for the whole journey: name, goals, exits, comparison group, hours. */
export function JourneyInspector() {
  const document = useJourney((journey) => journey.document);
  const run = useJourney((journey) => journey.run);
  const problems = useJourney((journey) => journey.problems);
  const own = problems.filter(({ step }) => step === undefined);
  const setGoals = (value: unknown, path: string): void => {
    const goals = goalsSchema.safeParse(value);
    if (goals.success) run({ kind: 'set-goals', goals: goals.data }, path);
  };
  const setExits = (value: unknown, path: string): void => {
    const exits = exitsSchema.safeParse(value);
    if (exits.success) run({ kind: 'set-exits', exits: exits.data }, path);
  };
  const setHoldout = (value: unknown, path: string): void => {
    const holdout = holdoutSchema.safeParse(value);
    if (holdout.success) run({ kind: 'set-settings', settings: { holdout: holdout.data ?? 0 } }, path);
  };
  return (
    <>
      <InspectorHead kicker="Journey" title={document.name} />
      {problems.length > 0 && (
        <section aria-label="Problems">
          <Problems problems={problems} showStep />
        </section>
      )}
      <section>
        <JourneyName />
        <SchemaForm schema={goalsSchema} path="goals" value={document.goals} problems={own} onChange={setGoals} />
        <SchemaForm schema={exitsSchema} path="exits" value={document.exits} problems={own} onChange={setExits} />
        <SchemaForm
          schema={holdoutSchema}
          path="holdout"
          value={document.holdout ?? 0}
          problems={own}
          onChange={setHoldout}
        />
        <QuietHours />
      </section>
    </>
  );
}

/** A journey always has a name: an empty field is not written, and shows the name again once it is left. */
function JourneyName() {
  const name = useJourney(({ document }) => document.name);
  const run = useJourney((journey) => journey.run);
  const [isEmpty, setIsEmpty] = useState(false);
  const write = (next: string): void => {
    setIsEmpty(next === '');
    if (next !== '') run({ kind: 'set-settings', settings: { name: next } }, 'journey name');
  };
  return (
    <label className="field">
      <span className="label">Name</span>
      <input
        className="input"
        value={isEmpty ? '' : name}
        maxLength={200}
        onChange={({ target }) => write(target.value)}
        onBlur={() => setIsEmpty(false)}
      />
    </label>
  );
}

function QuietHours() {
  const quietHours = useJourney(({ document }) => document.quietHours);
  const run = useJourney((journey) => journey.run);
  const choose = (value: string): void => {
    if (value === 'none' || value === 'country') run({ kind: 'set-settings', settings: { quietHours: value } });
  };
  return (
    <label className="field">
      <span className="label">When messages may go</span>
      <select
        className="input"
        value={typeof quietHours === 'string' ? quietHours : 'own'}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="country">As the person’s country asks</option>
        <option value="none">At any hour</option>
        {typeof quietHours === 'object' && <option value="own">At hours of its own</option>}
      </select>
      <span className="help">
        Outside these hours a message waits for the next allowed minute, in the person’s own time.
      </span>
    </label>
  );
}
