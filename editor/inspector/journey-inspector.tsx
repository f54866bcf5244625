import type { Exit, Goal } from '@wend/engine';
import { DurationField } from '../form/duration-field.tsx';
import { OfferedInput } from '../form/offered-input.tsx';
import { useJourney } from '../journey/context.ts';
import { Problems } from './problems.tsx';

/** What holds for the whole journey: name, goals, exits, comparison group, hours. */
export function JourneyInspector() {
  const document = useJourney((journey) => journey.document);
  const run = useJourney((journey) => journey.run);
  const problems = useJourney((journey) => journey.problems);
  const set = (settings: Parameters<typeof run>[0] & { kind: 'set-settings' }, field: string): void =>
    void run(settings, field);
  return (
    <>
      <header className="inspector-head">
        <div>
          <p className="kicker">Journey</p>
          <h2>{document.name}</h2>
        </div>
      </header>
      {problems.length > 0 && (
        <section aria-label="Problems">
          <Problems problems={problems} showStep />
        </section>
      )}
      <section>
        <label className="field">
          <span className="label">Name</span>
          <input
            className="input"
            value={document.name}
            maxLength={200}
            onChange={(event) =>
              event.target.value !== '' &&
              set({ kind: 'set-settings', settings: { name: event.target.value } }, 'journey name')
            }
          />
        </label>
        <Goals goals={document.goals} onChange={(goals, field) => run({ kind: 'set-goals', goals }, field)} />
        <Exits exits={document.exits} onChange={(exits, field) => run({ kind: 'set-exits', exits }, field)} />
        <label className="field">
          <span className="label">Comparison group</span>
          <span className="inline">
            <input
              className="input"
              type="number"
              min={0}
              max={50}
              value={Math.round((document.holdout ?? 0) * 100)}
              onChange={(event) =>
                set(
                  {
                    kind: 'set-settings',
                    settings: { holdout: Math.min(0.5, Math.max(0, Number(event.target.value) / 100)) },
                  },
                  'holdout',
                )
              }
            />
            <span className="muted">%</span>
          </span>
          <span className="help">So many get nothing, so that you see what the journey brings.</span>
        </label>
        <label className="field">
          <span className="label">When messages may go</span>
          <select
            className="input"
            value={document.quietHours === 'none' ? 'none' : 'country'}
            onChange={(event) =>
              set(
                { kind: 'set-settings', settings: { quietHours: event.target.value === 'none' ? 'none' : 'country' } },
                'quiet',
              )
            }
          >
            <option value="country">As the person's country asks</option>
            <option value="none">At any hour</option>
          </select>
          <span className="help">
            Outside these hours a message waits for the next allowed minute, in the person's own time.
          </span>
        </label>
      </section>
    </>
  );
}

function Goals({
  goals,
  onChange,
}: {
  readonly goals: readonly Goal[];
  readonly onChange: (goals: readonly Goal[], field: string) => void;
}) {
  return (
    <fieldset>
      <legend>Goals</legend>
      {goals.map((goal, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a goal is its place in the list
        <div key={index} className="fields">
          <OfferedInput
            what="event"
            label="Event that counts as reached"
            value={goal.event}
            onChange={(event) => event !== '' && onChange(goals.with(index, { ...goal, event }), `goal ${index}`)}
          />
          <span className="inline">
            <label htmlFor={`goal-${index}`}>within</label>{' '}
            <DurationField
              id={`goal-${index}`}
              value={goal.within}
              onChange={(within) => onChange(goals.with(index, { ...goal, within }), `within ${index}`)}
            />
          </span>
          <label className="inline">
            <input
              type="checkbox"
              checked={goal.endsJourney}
              onChange={(event) =>
                onChange(goals.with(index, { ...goal, endsJourney: event.target.checked }), `ends ${index}`)
              }
            />{' '}
            Leaves the journey then
          </label>
          <button type="button" className="button quiet" onClick={() => onChange(goals.toSpliced(index, 1), 'goals')}>
            Remove
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button"
        onClick={() =>
          onChange(
            [...goals, { event: 'Order Completed', within: 'P7D', value: 'properties.revenue', endsJourney: true }],
            'goals',
          )
        }
      >
        Add a goal
      </button>
    </fieldset>
  );
}

function Exits({
  exits,
  onChange,
}: {
  readonly exits: readonly Exit[];
  readonly onChange: (exits: readonly Exit[], field: string) => void;
}) {
  return (
    <fieldset>
      <legend>Leaves at once when</legend>
      {exits.map((exit, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an exit is its place in the list
        <span key={index} className="inline">
          <OfferedInput
            what="event"
            label="Event"
            value={exit.event}
            onChange={(event) => event !== '' && onChange(exits.with(index, { ...exit, event }), `exit ${index}`)}
          />
          <button type="button" className="button quiet" onClick={() => onChange(exits.toSpliced(index, 1), 'exits')}>
            Remove
          </button>
        </span>
      ))}
      <button
        type="button"
        className="button"
        onClick={() => onChange([...exits, { event: 'Order Completed' }], 'exits')}
      >
        Add
      </button>
    </fieldset>
  );
}
