import './form.css';
import { type ReactNode, useId } from 'react';
import { z } from 'zod';
import { ConditionField } from './condition-field.tsx';
import { DurationField } from './duration-field.tsx';
import { bare, emptyOf, isOptional, metaOf, type Schema } from './fields.ts';
import { PickField } from './pick-field.tsx';
import type { ControlProps, FieldProps } from './props.ts';
import { recordOf } from './record.ts';
import { SmsField, TemplateField } from './template-field.tsx';

/** A form drawn from a schema: any step type's, a developer's as well as ours. */
export function SchemaForm({ schema, path, value, problems, onChange }: FieldProps) {
  const inner = bare(schema);
  if (inner instanceof z.ZodDiscriminatedUnion)
    return <UnionFields union={inner} {...{ schema, path, value, problems, onChange }} />;
  if (!(inner instanceof z.ZodObject)) return <Field {...{ schema, path, value, problems, onChange }} />;
  const record = recordOf(value);
  const fields = Object.entries(inner.shape).filter(
    ([, field]) => metaOf(field).widget !== 'hidden' && !(bare(field) instanceof z.ZodLiteral),
  );
  const draw = ([key, field]: (typeof fields)[number]): ReactNode => (
    <Field
      key={key}
      schema={field}
      path={path === '' ? key : `${path}.${key}`}
      value={record[key]}
      problems={problems}
      onChange={(next, at) => onChange(withKey(record, key, next), at)}
    />
  );
  const advanced = fields.filter(([, field]) => metaOf(field).advanced);
  return (
    <div className="fields">
      {fields.filter(([, field]) => !metaOf(field).advanced).map(draw)}
      {advanced.length > 0 && (
        <details>
          <summary className="muted">More</summary>
          <div className="fields">{advanced.map(draw)}</div>
        </details>
      )}
    </div>
  );
}

function UnionFields({
  union,
  path,
  value,
  problems,
  onChange,
}: FieldProps & { readonly union: z.ZodDiscriminatedUnion }) {
  const key = union.def.discriminator;
  const present = recordOf(value)[key];
  const options = union.options.flatMap((option) =>
    option instanceof z.ZodObject ? [{ option, name: literalOf(option.shape[key]) }] : [],
  );
  const chosen = options.find(({ name }) => name === present) ?? options[0];
  return (
    <div className="fields">
      <div className="choice-cards" role="group" aria-label={metaOf(union).label ?? 'Kind'}>
        {options.map(({ option, name }) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === chosen?.name}
            onClick={() => name !== present && onChange(emptyOf(option), path)}
          >
            {metaOf(option).label ?? name}
          </button>
        ))}
      </div>
      {chosen && (
        <SchemaForm
          schema={chosen.option}
          path={path}
          value={value}
          problems={problems}
          onChange={(next, at) => onChange({ ...recordOf(next), [key]: chosen.name }, at)}
        />
      )}
    </div>
  );
}

/** One field with its label, its help, and what is wrong with it. */
function Field(props: FieldProps) {
  const { schema, path, problems } = props;
  const id = useId();
  const { label, help, widget } = metaOf(schema);
  const wrong = problems.find(({ field }) => field === path);
  const inner = bare(schema);
  const isCondition = widget?.includes('condition') === true;
  if (inner instanceof z.ZodRecord) return null;
  if (
    !isCondition &&
    (inner instanceof z.ZodObject ||
      inner instanceof z.ZodDiscriminatedUnion ||
      (inner instanceof z.ZodArray && widget !== 'weekdays'))
  )
    return (
      <fieldset>
        {label !== undefined && <legend>{label}</legend>}
        {help !== undefined && <p className="help muted">{help}</p>}
        {isOptional(schema) && props.value === undefined ? (
          <button type="button" className="button" onClick={() => props.onChange(emptyOf(inner), path)}>
            Add
          </button>
        ) : inner instanceof z.ZodArray ? (
          <ListField {...props} item={inner.element} />
        ) : (
          <SchemaForm {...props} />
        )}
        {isOptional(schema) && props.value !== undefined && !(inner instanceof z.ZodArray) && (
          <button type="button" className="button quiet" onClick={() => props.onChange(undefined, path)}>
            Remove
          </button>
        )}
        {wrong && <p className="wrong">{wrong.sentence}</p>}
      </fieldset>
    );
  return (
    <div className="field">
      <div className="label">
        <label htmlFor={id}>{label ?? path}</label>
        {wrong?.severity === 'error' && <span className="wrong">Needed</span>}
      </div>
      <Control {...props} id={id} isWrong={wrong !== undefined} />
      {wrong ? <p className="wrong">{wrong.sentence}</p> : help !== undefined && <p className="help">{help}</p>}
    </div>
  );
}

function Control(props: ControlProps) {
  const { schema, path, value, onChange, id, isWrong } = props;
  const inner = bare(schema);
  const { widget, choices, unit } = metaOf(schema);
  const text = typeof value === 'string' ? value : '';
  const common = { id, className: 'input', 'aria-invalid': isWrong };
  const say = (next: unknown): void => onChange(next === '' && isOptional(schema) ? undefined : next, path);
  if (widget === 'sms') return <SmsField {...props} />;
  if (widget === 'liquid' || widget === 'email' || widget === 'liquid-line') return <TemplateField {...props} />;
  if (widget === 'duration') return <DurationField id={id} value={text} onChange={say} />;
  if (widget?.includes('condition'))
    return (
      <ConditionField
        value={value}
        onChange={say}
        isEvent={widget === 'event-condition'}
        isOptional={isOptional(schema)}
      />
    );
  if (
    widget === 'event' ||
    widget === 'attribute' ||
    widget === 'property' ||
    widget === 'entry-property' ||
    widget === 'step' ||
    widget === 'topic'
  )
    return <PickField {...props} what={widget} onSay={say} />;
  if (widget === 'weekdays') return <Weekdays value={value} onChange={say} />;
  if (widget === 'metric') return <SchemaForm {...props} />;
  if (inner instanceof z.ZodEnum)
    return (
      <select {...common} value={text || String(emptyOf(schema))} onChange={(event) => say(event.target.value)}>
        {isOptional(schema) && <option value="">As the journey says</option>}
        {inner.options.map((option) => (
          <option key={String(option)} value={String(option)}>
            {choices?.[String(option)] ?? String(option)}
          </option>
        ))}
      </select>
    );
  if (inner instanceof z.ZodBoolean)
    return <input id={id} type="checkbox" checked={value === true} onChange={(event) => say(event.target.checked)} />;
  if (inner instanceof z.ZodNumber)
    return (
      <NumberInput
        {...common}
        value={value}
        unit={unit}
        isShare={unit === '%' && (inner.maxValue ?? 2) <= 1}
        isPoints={(inner.maxValue ?? 0) === 10_000}
        onChange={say}
      />
    );
  if (widget === 'secret') return <SecretInput id={id} value={value} onChange={say} />;
  return (
    <input
      {...common}
      type={widget === 'time' ? 'time' : widget === 'date' ? 'date' : 'text'}
      value={text}
      onChange={(event) => say(event.target.value)}
    />
  );
}

interface NumberInputProps {
  readonly id: string;
  readonly className: string;
  readonly value: unknown;
  readonly unit: string | undefined;
  /** Kept as 0–1, or as hundredths of a percent; shown in percent. */
  readonly isShare: boolean;
  readonly isPoints: boolean;
  readonly onChange: (value: unknown) => void;
}

function NumberInput({ value, unit, isShare, isPoints, onChange, ...common }: NumberInputProps) {
  const scale = isShare ? 100 : isPoints ? 0.01 : 1;
  const shown = typeof value === 'number' ? Math.round(value * scale * 10_000) / 10_000 : '';
  return (
    <span className="inline">
      <input
        {...common}
        type="number"
        step="any"
        value={shown}
        onChange={(event) =>
          onChange(
            event.target.value === '' ? undefined : Math.round((Number(event.target.value) / scale) * 10_000) / 10_000,
          )
        }
      />
      {unit !== undefined && <span className="muted">{unit}</span>}
    </span>
  );
}

/** A reference to a secret of the workspace; the value itself is never typed here. */
function SecretInput({
  id,
  value,
  onChange,
}: {
  readonly id: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}) {
  const reference = recordOf(value)['secret'];
  const isSecret = typeof reference === 'string';
  return (
    <span className="inline">
      <select
        aria-label="Kind of value"
        className="input"
        value={isSecret ? 'secret' : 'text'}
        onChange={(event) => onChange(event.target.value === 'secret' ? { secret: '' } : '')}
      >
        <option value="text">Text</option>
        <option value="secret">Secret named</option>
      </select>
      <input
        id={id}
        className="input"
        value={isSecret ? reference : typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(isSecret ? { secret: event.target.value } : event.target.value)}
      />
    </span>
  );
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function Weekdays({ value, onChange }: { readonly value: unknown; readonly onChange: (value: unknown) => void }) {
  const days = Array.isArray(value) ? value.filter((day): day is number => typeof day === 'number') : [];
  return (
    <div className="weekdays">
      {DAYS.map((name, index) => {
        const day = index + 1;
        const isOn = days.includes(day);
        return (
          <button
            key={name}
            type="button"
            className={`pill ${isOn ? 'success' : ''}`}
            aria-pressed={isOn}
            onClick={() => onChange(isOn ? days.filter((one) => one !== day) : [...days, day].sort())}
          >
            {name}
          </button>
        );
      })}
    </div>
  );
}

/** Items of a list, each with its own fields. Ids of new ones are made here, and never shown. */
function ListField({ item, path, value, problems, onChange }: FieldProps & { readonly item: Schema }) {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <div className="fields">
      {items.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an item of a list is its place
        <fieldset key={index}>
          <SchemaForm
            schema={item}
            path={`${path}.${index}`}
            value={one}
            problems={problems}
            onChange={(next, at) => onChange(items.with(index, next), at)}
          />
          <button type="button" className="button quiet" onClick={() => onChange(items.toSpliced(index, 1), path)}>
            Remove
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        className="button"
        onClick={() => onChange([...items, withFreshId(emptyOf(item), items)], path)}
      >
        Add
      </button>
    </div>
  );
}

function withFreshId(item: unknown, items: readonly unknown[]): unknown {
  const record = recordOf(item);
  if (!('id' in record)) return item;
  const taken = new Set(items.map((one) => recordOf(one)['id']));
  const id =
    Array.from({ length: items.length + 1 }, (_, n) => String.fromCharCode(97 + n)).find(
      (letter) => !taken.has(letter),
    ) ?? `p${items.length}`;
  return { ...record, id, ...('name' in record ? { name: id.toUpperCase() } : {}) };
}

function literalOf(schema: Schema | undefined): string {
  return schema instanceof z.ZodLiteral ? String(schema.value) : '';
}

function withKey(record: Readonly<Record<string, unknown>>, key: string, value: unknown): Record<string, unknown> {
  const { [key]: _, ...rest } = record;
  return value === undefined ? rest : { ...record, [key]: value };
}
