import { type Entry, entry as entrySchema, type Reentry } from '@wend/engine';
import { useId } from 'react';
import { StepIcon } from '../canvas/icon.tsx';
import { ConditionField } from '../form/condition-field.tsx';
import { DurationField } from '../form/duration-field.tsx';
import { OfferedInput } from '../form/offered-input.tsx';
import { useJourney } from '../journey/context.ts';
import { Problems } from './problems.tsx';

const AGAIN: readonly (readonly [Reentry['kind'], string])[] = [
  ['always', 'Whenever it happens'],
  ['never', 'Only once'],
  ['after', 'Again after a while'],
];

/** How people come in. */
export function EntryInspector() {
  const entry = useJourney(({ document }) => document.entry);
  const run = useJourney((journey) => journey.run);
  const problems = useJourney((journey) => journey.problems);
  const id = useId();
  const set = (next: unknown, field: string): void => {
    const parsed = entrySchema.safeParse(next);
    if (parsed.success) run({ kind: 'set-entry', entry: parsed.data }, `entry ${field}`);
  };
  return (
    <>
      <header className="inspector-head">
        <span className="tile" data-group="entry">
          <StepIcon name="zap" />
        </span>
        <div>
          <p className="kicker">Entry</p>
          <h2>How people come in</h2>
        </div>
      </header>
      <section>
        <Problems problems={problems.filter(({ step }) => step === 'entry')} />
        <div className="choice-cards" role="group" aria-label="How people come in">
          {(['event', 'api'] as const).map((kind) => (
            <button
              key={kind}
              type="button"
              aria-pressed={entry.kind === kind}
              onClick={() => entry.kind !== kind && set(kind === 'event' ? { kind, event: '' } : { kind }, 'kind')}
            >
              {kind === 'event' ? 'When they do something' : 'When your own system says so'}
            </button>
          ))}
        </div>
        {entry.kind === 'event' && <EventEntry entry={entry} set={set} />}
        <div className="field">
          <label className="label" htmlFor={id}>
            The same person again
          </label>
          <select
            id={id}
            className="input"
            value={entry.reentry.kind}
            onChange={(event) => set({ ...entry, reentry: reentryOf(event.target.value) }, 'reentry')}
          >
            {AGAIN.map(([kind, label]) => (
              <option key={kind} value={kind}>
                {label}
              </option>
            ))}
          </select>
          {entry.reentry.kind === 'after' && (
            <DurationField
              id="again"
              value={entry.reentry.after}
              onChange={(after) => set({ ...entry, reentry: { kind: 'after', after } }, 'after')}
            />
          )}
        </div>
      </section>
    </>
  );
}

function reentryOf(kind: string): Reentry {
  return kind === 'after' ? { kind, after: 'P7D' } : { kind: kind === 'never' ? 'never' : 'always' };
}

function EventEntry({
  entry,
  set,
}: {
  readonly entry: Extract<Entry, { kind: 'event' }>;
  readonly set: (next: unknown, field: string) => void;
}) {
  return (
    <>
      <div className="field">
        <span className="label">Event</span>
        <OfferedInput
          what="event"
          label="Event with which people enter"
          value={entry.event}
          onChange={(event) => set({ ...entry, event }, 'event')}
        />
      </div>
      <fieldset>
        <legend>Only if</legend>
        <ConditionField
          value={entry.where ?? { kind: 'all', of: [] }}
          isOptional
          onChange={(where) => set({ ...entry, where }, 'where')}
        />
      </fieldset>
      <div className="field">
        <span className="label">One journey for each</span>
        <OfferedInput
          what="entry-property"
          label="For example a cart; empty: one a person"
          value={entry.key ?? ''}
          onChange={(key) => set({ ...entry, key: key === '' ? undefined : key }, 'key')}
        />
        <p className="help">A person may then be in the journey several times, once for each cart or order.</p>
      </div>
    </>
  );
}
