import { type Operand, type Operator, operand, operator } from '@wend/engine';
import { useState } from 'react';
import { askedFor, comparisonsOf, operandFor, typedList, typedValue } from './comparison.ts';
import { DurationField } from './duration-field.tsx';
import { metaOf, type Schema } from './fields.ts';
import { rounded, scaleOf } from './share.ts';

interface ComparisonFieldProps {
  readonly schema: Schema;
  /** The record that holds `op` and `value`. */
  readonly beside: Readonly<Record<string, unknown>>;
  readonly onChange: (op: Operator, value: Operand | undefined) => void;
}

/** How a value is compared, and with what. */
export function ComparisonField({ schema, beside, onChange }: ComparisonFieldProps) {
  const meta = metaOf(schema);
  const groups = comparisonsOf(meta, beside);
  const op = operator.safeParse(beside['op']).data ?? 'is';
  const value = operand.safeParse(beside['value']).data;
  const all = groups.flatMap(([, operators]) => operators);
  const choose = (text: string): void => {
    const next = all.find((one) => one === text) ?? op;
    onChange(next, operandFor(next, value));
  };
  return (
    <div className="comparison">
      <select className="input" aria-label="Comparison" value={op} onChange={({ target }) => choose(target.value)}>
        {groups.map(([title, operators]) => (
          <optgroup key={title} label={title}>
            {operators.map((one) => (
              <option key={one} value={one}>
                {meta.choices?.[one] ?? one}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <OperandInput op={op} value={value} unit={meta.unit} whole={meta.whole} onChange={(next) => onChange(op, next)} />
    </div>
  );
}

interface OperandInputProps {
  readonly op: Operator;
  readonly value: Operand | undefined;
  readonly unit: string | undefined;
  readonly whole: number | undefined;
  readonly onChange: (value: Operand) => void;
}

function OperandInput({ op, value, unit, whole, onChange }: OperandInputProps) {
  const scale = scaleOf(whole);
  const shown = (one: unknown): string => String(typeof one === 'number' ? rounded(one * scale) : (one ?? ''));
  const read = (text: string): string | number | boolean => {
    const typed = typedValue(text);
    return typeof typed === 'number' ? typed / scale : typed;
  };
  const asked = askedFor(op);
  if (asked === 'nothing') return null;
  if (asked === 'duration') return <DurationField value={typeof value === 'string' ? value : ''} onChange={onChange} />;
  if (asked === 'list') return <ListInput value={Array.isArray(value) ? value : []} onChange={onChange} />;
  if (asked === 'range') {
    const [low = '', high = ''] = Array.isArray(value) ? value : [];
    return (
      <span className="inline">
        <ValueInput label="Lowest" text={shown(low)} isNumber onChange={(text) => onChange([read(text), high])} />
        <span className="muted">and</span>
        <ValueInput label="Highest" text={shown(high)} isNumber onChange={(text) => onChange([low, read(text)])} />
        {unit !== undefined && <span className="muted">{unit}</span>}
      </span>
    );
  }
  // Patterns and parts of a text stay as they were typed.
  const isText = ['contains', 'not-contains', 'starts-with', 'ends-with', 'matches'].includes(op);
  const single = Array.isArray(value) ? value.join(', ') : shown(value);
  return (
    <span className="inline">
      <ValueInput
        label="Value"
        text={single}
        isNumber={asked === 'number'}
        isDate={asked === 'date' && /^$|^\d{4}-\d\d-\d\d$/.test(single)}
        onChange={(text) => onChange(isText || asked === 'date' ? text : read(text))}
      />
      {unit !== undefined && <span className="muted">{unit}</span>}
    </span>
  );
}

interface ValueInputProps {
  readonly label: string;
  readonly text: string;
  readonly isNumber?: boolean;
  readonly isDate?: boolean;
  readonly onChange: (text: string) => void;
}

/** What was typed stays on the screen as long as it means the value: `2.0` on the way to `2.05`. */
function ValueInput({ label, text, isNumber = false, isDate = false, onChange }: ValueInputProps) {
  const [typed, setTyped] = useState(text);
  const shown = typedValue(typed) === typedValue(text) ? typed : text;
  return (
    <input
      className="input"
      aria-label={label}
      placeholder={label}
      type={isDate ? 'date' : 'text'}
      inputMode={isNumber ? 'decimal' : undefined}
      value={shown}
      onChange={({ target }) => {
        setTyped(target.value);
        onChange(target.value);
      }}
    />
  );
}

/** Values with commas between; a comma at the end stays while the next one is typed. */
function ListInput({
  value,
  onChange,
}: {
  readonly value: readonly unknown[];
  readonly onChange: (value: Operand) => void;
}) {
  const text = value.map(String).join(', ');
  const [typed, setTyped] = useState(text);
  const isSame = typedList(typed).map(String).join(', ') === text;
  return (
    <input
      className="input"
      aria-label="Values"
      placeholder="Values, with commas between"
      value={isSame ? typed : text}
      onChange={({ target }) => {
        setTyped(target.value);
        onChange([...typedList(target.value)]);
      }}
    />
  );
}
