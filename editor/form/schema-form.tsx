import './form.css';
import { type ReactNode, useId } from 'react';
import { z } from 'zod';
import { ComparisonField } from './comparison-field.tsx';
import { Control } from './control.tsx';
import { bare, emptyOf, isAsked, isCondition, isOptional, metaOf, optionsOf, type Schema } from './fields.ts';
import { ItemList } from './item-list.tsx';
import { LanguagesField } from './languages-field.tsx';
import type { FieldProps } from './props.ts';
import { recordOf, withKey } from './record.ts';

/** A form drawn from a schema: any step type's, a developer's as well as ours. */
export function SchemaForm(props: FieldProps) {
  const inner = bare(props.schema);
  if (inner instanceof z.ZodDiscriminatedUnion) return <UnionFields union={inner} {...props} />;
  if (inner instanceof z.ZodObject) return <ObjectFields object={inner} {...props} />;
  return <Field {...props} />;
}

function ObjectFields({ object, path, value, problems, onChange }: FieldProps & { readonly object: z.ZodObject }) {
  const record = recordOf(value);
  const placeOf = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const write = (changed: unknown, at: string): void => onChange(changed, at);
  const asked = Object.entries(object.shape).filter(([, field]) => isAsked(field, record));
  const draw = ([key, schema]: (typeof asked)[number]): ReactNode =>
    metaOf(schema).widget === 'comparison' ? (
      <ComparisonField
        key={key}
        schema={schema}
        beside={record}
        onChange={(op, operand) => write(withKey(withKey(record, key, op), 'value', operand), placeOf(key))}
      />
    ) : (
      <Field
        key={key}
        schema={schema}
        path={placeOf(key)}
        value={record[key]}
        beside={record}
        problems={problems}
        onChange={(next, at) => write(withKey(record, key, next), at)}
      />
    );
  const languages = asked.find(([, field]) => metaOf(field).widget === 'languages');
  const words = languages && wordsOf(languages[1]);
  const isWord = (key: string): boolean => words !== undefined && Object.hasOwn(words.shape, key);
  const rest = asked.filter(([key]) => !isWord(key) && key !== languages?.[0]);
  const advanced = rest.filter(([, field]) => metaOf(field).advanced);
  return (
    <div className="fields">
      {languages && words && (
        <LanguagesField
          words={words}
          own={record}
          value={record[languages[0]]}
          path={placeOf(languages[0])}
          problems={problems}
          onChange={(next, at) => write(withKey(record, languages[0], next), at)}
          form={SchemaForm}
        >
          <div className="fields">{asked.filter(([key]) => isWord(key)).map(draw)}</div>
        </LanguagesField>
      )}
      {rest.filter(([, field]) => !metaOf(field).advanced).map(draw)}
      {advanced.length > 0 && (
        <details className="more">
          <summary>More</summary>
          <div className="fields">{advanced.map(draw)}</div>
        </details>
      )}
    </div>
  );
}

/** The words that a step may hold once more in each language. */
function wordsOf(schema: Schema): z.ZodObject | undefined {
  const record = bare(schema);
  return record instanceof z.ZodRecord && record.valueType instanceof z.ZodObject ? record.valueType : undefined;
}

function UnionFields({ union, ...props }: FieldProps & { readonly union: z.ZodDiscriminatedUnion }) {
  const { path, value, onChange } = props;
  const key = union.def.discriminator;
  const present = recordOf(value)[key];
  const options = optionsOf(union);
  const chosen = options.find(({ name }) => name === present) ?? options[0];
  /** What both choices ask for is kept. */
  const choose = (option: z.ZodObject): void => {
    const kept = Object.entries(recordOf(value)).filter(([name]) => name !== key && Object.hasOwn(option.shape, name));
    const fresh = { ...recordOf(emptyOf(option)), ...Object.fromEntries(kept) };
    onChange(option.safeParse(fresh).success ? fresh : emptyOf(option), path);
  };
  return (
    <div className="fields">
      <div className="choice-cards" role="group" aria-label={metaOf(props.schema).label ?? 'Kind'}>
        {options.map(({ option, name }) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === chosen?.name}
            onClick={() => name !== present && choose(option)}
          >
            {metaOf(option).label ?? name}
          </button>
        ))}
      </div>
      {chosen && (
        <ObjectFields
          {...props}
          object={chosen.option}
          onChange={(next, at) => onChange({ ...recordOf(next), [key]: chosen.name }, at)}
        />
      )}
    </div>
  );
}

/** One field with its label, its help, and what is wrong with it. */
function Field(props: FieldProps) {
  const { schema, path, problems, onChange, value } = props;
  const id = useId();
  const { label, help, widget } = metaOf(schema);
  const wrong = problems.find(({ field }) => field === path);
  const inner = bare(schema);
  const say = (next: unknown): void => onChange(next === '' && isOptional(schema) ? undefined : next, path);
  const control = { ...props, id, isWrong: wrong !== undefined, say, form: SchemaForm };
  if (widget === 'plain') return <SchemaForm {...props} />;
  // There is no form for what may hold any keys; it is kept as it is.
  if (inner instanceof z.ZodRecord) return null;
  const told = wrong ? <p className="wrong">{wrong.sentence}</p> : help !== undefined && <p className="help">{help}</p>;
  if (inner instanceof z.ZodBoolean || inner instanceof z.ZodLiteral)
    return (
      <div className="field" data-field={path}>
        <div className="check">
          <Control {...control} /> <label htmlFor={id}>{label ?? path}</label>
        </div>
        {told}
      </div>
    );
  if (isGroup(schema))
    return (
      <div className="group" role="group" aria-labelledby={id} data-field={path}>
        <h3 id={id}>{label ?? path}</h3>
        {told}
        <GroupContents {...control} say={(next) => onChange(next, path)} value={value} />
      </div>
    );
  return (
    <div className="field" data-field={path}>
      <div className="label">
        <label htmlFor={id}>{label ?? path}</label>
        {wrong?.severity === 'error' && <span className="wrong">Needed</span>}
      </div>
      <Control {...control} />
      {told}
    </div>
  );
}

/** Several controls under one name. */
function isGroup(schema: Schema): boolean {
  const inner = bare(schema);
  const isList = inner instanceof z.ZodArray;
  return isCondition(schema) || isList || inner instanceof z.ZodObject || inner instanceof z.ZodDiscriminatedUnion;
}

function GroupContents(props: React.ComponentProps<typeof Control>) {
  const { schema, path, value, say, onChange } = props;
  const inner = bare(schema);
  const { widget, add } = metaOf(schema);
  if (isCondition(schema) || widget === 'weekdays' || widget === 'conditions') return <Control {...props} />;
  if (inner instanceof z.ZodArray)
    return (
      <ItemList
        items={Array.isArray(value) ? value : []}
        add={add ?? 'Add'}
        fresh={(items) => withFreshId(emptyOf(inner.element), items)}
        // An optional list without items is none at all.
        onChange={(items, at = path) => onChange(items.length === 0 && isOptional(schema) ? undefined : items, at)}
      >
        {(item, write, n) => (
          <SchemaForm {...props} schema={inner.element} path={`${path}.${n}`} value={item} onChange={write} />
        )}
      </ItemList>
    );
  if (!isOptional(schema)) return <SchemaForm {...props} />;
  return value === undefined ? (
    <button type="button" className="button" onClick={() => say(emptyOf(inner))}>
      Add
    </button>
  ) : (
    <>
      <SchemaForm {...props} />
      <button type="button" className="button quiet" onClick={() => say(undefined)}>
        Remove
      </button>
    </>
  );
}

/** Ids of new items are made here and never shown. */
function withFreshId(item: unknown, items: readonly unknown[]): unknown {
  const record = recordOf(item);
  if (!('id' in record)) return item;
  const taken = new Set(items.map((one) => recordOf(one)['id']));
  const letters = Array.from({ length: items.length + 1 }, (_, n) => String.fromCharCode(97 + n));
  const id = letters.find((letter) => !taken.has(letter)) ?? `p${items.length}`;
  return { ...record, id, ...('name' in record ? { name: id.toUpperCase() } : {}) };
}
