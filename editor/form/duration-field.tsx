import { isOptional, metaOf } from './fields.ts';
import type { ControlProps } from './props.ts';

const UNITS = [
  ['minutes', /^PT(\d+)M$/, (n: number) => `PT${n}M`],
  ['hours', /^PT(\d+)H$/, (n: number) => `PT${n}H`],
  ['days', /^P(\d+)D$/, (n: number) => `P${n}D`],
  ['weeks', /^P(\d+)W$/, (n: number) => `P${n}W`],
  ['months', /^P(\d+)M$/, (n: number) => `P${n}M`],
] as const;

interface DurationFieldProps {
  readonly id?: string | undefined;
  /** ISO 8601. */
  readonly value: string;
  readonly isWrong?: boolean;
  readonly onChange: (value: string) => void;
}

/** A number and its unit. What is more involved than that is kept as it is and shown as written. */
export function DurationField({ id, value, isWrong = false, onChange }: DurationFieldProps) {
  const known = UNITS.find(([, shape]) => shape.test(value));
  if (!known && value !== '')
    return (
      <input
        id={id}
        className="input"
        aria-label="How long"
        aria-invalid={isWrong}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  const [unit, shape] = known ?? UNITS[2];
  const amount = Number(shape.exec(value)?.[1] ?? 1);
  const write = (n: number, name: string): void =>
    onChange((UNITS.find(([one]) => one === name) ?? UNITS[2])[2](Math.max(0, Math.round(n))));
  return (
    <span className="inline">
      <input
        id={id}
        className="input"
        type="number"
        min={0}
        aria-label={id === undefined ? 'How many' : undefined}
        aria-invalid={isWrong}
        value={amount}
        onChange={({ target }) => write(Number(target.value), unit)}
      />
      <select className="input" aria-label="Unit" value={unit} onChange={({ target }) => write(amount, target.value)}>
        {UNITS.map(([name]) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </span>
  );
}

/** A length of time; one that may be left out says so first. */
export function OptionalDuration({ schema, id, value, say, isWrong }: ControlProps) {
  const { absent = 'Not said', present = 'For' } = metaOf(schema);
  const text = typeof value === 'string' ? value : '';
  if (!isOptional(schema)) return <DurationField id={id} value={text} isWrong={isWrong} onChange={say} />;
  return (
    <>
      <select
        id={id}
        className="input"
        value={text === '' ? 'absent' : 'present'}
        onChange={({ target }) => say(target.value === 'present' ? 'P30D' : undefined)}
      >
        <option value="absent">{absent}</option>
        <option value="present">{present}</option>
      </select>
      {text !== '' && <DurationField value={text} isWrong={isWrong} onChange={say} />}
    </>
  );
}
