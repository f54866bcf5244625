import { type Condition, condition as conditionSchema, type Operand, type Operator } from '@wend/engine';
import { useId } from 'react';
import { DurationField } from './duration-field.tsx';
import { OfferedInput } from './offered-input.tsx';

const KINDS = [
  ['attribute', 'Something about the person'],
  ['events', 'Something they did'],
  ['property', 'Something about the entry event'],
  ['message', 'What they did with a message'],
  ['consent', 'What they allow'],
] as const;
type Kind = (typeof KINDS)[number][0];

const OPERATORS: readonly (readonly [Operator, string])[] = [
  ['is', 'is'],
  ['is-not', 'is not'],
  ['at-least', 'is at least'],
  ['greater', 'is more than'],
  ['at-most', 'is at most'],
  ['less', 'is less than'],
  ['contains', 'contains'],
  ['starts-with', 'starts with'],
  ['exists', 'is known'],
  ['missing', 'is not known'],
  ['before', 'is before'],
  ['after', 'is after'],
  ['within-last', 'is within the last'],
];

interface ConditionFieldProps {
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** Only the event itself can be looked at here. */
  readonly isEvent?: boolean;
  /** Without any test there is no condition at all. */
  readonly isOptional?: boolean;
}

/** All or any of a list of tests. What was written elsewhere and is more involved is kept, and said in words. */
export function ConditionField({ value, onChange, isEvent = false, isOptional = false }: ConditionFieldProps) {
  const parsed = conditionSchema.safeParse(value);
  const present: Condition = parsed.success ? parsed.data : { kind: 'all', of: [] };
  const group: { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] } =
    present.kind === 'all' || present.kind === 'any' ? present : { kind: 'all', of: [present] };
  const kinds = isEvent ? KINDS.filter(([kind]) => kind === 'property') : KINDS;
  const write = (of: readonly Condition[], kind = group.kind): void =>
    onChange(of.length === 1 ? of[0] : of.length === 0 && isOptional ? undefined : { kind, of });
  return (
    <div className="fields">
      {group.of.length > 1 && (
        <select
          className="input"
          aria-label="How the tests belong together"
          value={group.kind}
          onChange={(event) => write(group.of, event.target.value === 'any' ? 'any' : 'all')}
        >
          <option value="all">All of these</option>
          <option value="any">Any of these</option>
        </select>
      )}
      {group.of.map((test, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a test is its place in the list
        <fieldset key={index}>
          <Test test={test} kinds={kinds} onChange={(next) => write(group.of.with(index, next))} />
          <button type="button" className="button quiet" onClick={() => write(group.of.toSpliced(index, 1))}>
            Remove
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        className="button"
        onClick={() => write([...group.of, freshTest(isEvent ? 'property' : 'attribute')])}
      >
        Add a test
      </button>
    </div>
  );
}

function freshTest(kind: Kind): Condition {
  switch (kind) {
    case 'attribute':
      return { kind, path: '', op: 'is', value: '' };
    case 'property':
      return { kind, path: '', op: 'is', value: '' };
    case 'events':
      return { kind, event: '', measure: 'count', within: 'P30D', op: 'at-least', value: 1 };
    case 'message':
      return { kind, did: 'clicked', within: 'P7D' };
    case 'consent':
      return { kind, channel: 'sms' };
  }
}

interface TestProps {
  readonly test: Condition;
  readonly kinds: readonly (readonly [Kind, string])[];
  readonly onChange: (test: Condition) => void;
}

function Test({ test, kinds, onChange }: TestProps) {
  const known = kinds.find(([kind]) => kind === test.kind);
  if (!known) return <p className="muted">A test that is kept as it was written.</p>;
  return (
    <div className="fields">
      <select
        className="input"
        aria-label="What is looked at"
        value={test.kind}
        onChange={(event) =>
          onChange(freshTest(kinds.find(([kind]) => kind === event.target.value)?.[0] ?? 'attribute'))
        }
      >
        {kinds.map(([kind, label]) => (
          <option key={kind} value={kind}>
            {label}
          </option>
        ))}
      </select>
      <TestFields test={test} onChange={onChange} />
    </div>
  );
}

function TestFields({ test, onChange }: Pick<TestProps, 'test' | 'onChange'>) {
  const id = useId();
  switch (test.kind) {
    case 'attribute':
      return (
        <>
          <OfferedInput
            what="attribute"
            label="Attribute"
            value={test.path}
            onChange={(path) => onChange({ ...test, path })}
          />
          <Comparison op={test.op} value={test.value} onChange={(op, value) => onChange({ ...test, op, value })} />
        </>
      );
    case 'property':
      return (
        <>
          <OfferedInput
            what="entry-property"
            label="Property"
            value={test.path}
            onChange={(path) => onChange({ ...test, path })}
          />
          <Comparison op={test.op} value={test.value} onChange={(op, value) => onChange({ ...test, op, value })} />
        </>
      );
    case 'events':
      return (
        <>
          <OfferedInput
            what="event"
            label="Event"
            value={test.event}
            onChange={(event) => onChange({ ...test, event })}
          />
          <Comparison op={test.op} value={test.value} onChange={(op, value) => onChange({ ...test, op, value })} />
          <label className="field" htmlFor={id}>
            <span className="label">times, in the last</span>
            <DurationField id={id} value={test.within ?? 'P30D'} onChange={(within) => onChange({ ...test, within })} />
          </label>
        </>
      );
    case 'message':
      return (
        <>
          <OfferedInput
            what="step"
            label="Message"
            value={test.step ?? ''}
            onChange={(step) => onChange({ ...test, step: step || undefined })}
          />
          <select
            className="input"
            aria-label="What they did"
            value={test.did}
            onChange={(event) => onChange({ ...test, did: didOf(event.target.value) })}
          >
            {DID.map((did) => (
              <option key={did}>{did}</option>
            ))}
          </select>
        </>
      );
    case 'consent':
      return (
        <select
          className="input"
          aria-label="Channel"
          value={test.channel}
          onChange={(event) => onChange({ ...test, channel: event.target.value })}
        >
          <option value="sms">Text messages</option>
          <option value="email">E-mails</option>
          <option value="push">Notifications</option>
        </select>
      );
    default:
      return null;
  }
}

const DID = ['delivered', 'opened', 'clicked', 'replied', 'bounced', 'sent'] as const;
const didOf = (text: string): (typeof DID)[number] => DID.find((did) => did === text) ?? 'clicked';

function Comparison({
  op,
  value,
  onChange,
}: {
  readonly op: Operator;
  readonly value: Operand | undefined;
  readonly onChange: (op: Operator, value: Operand | undefined) => void;
}) {
  const isBare = op === 'exists' || op === 'missing';
  const text = Array.isArray(value) ? value.join(', ') : String(value ?? '');
  return (
    <span className="inline">
      <select
        className="input"
        aria-label="Comparison"
        value={op}
        onChange={(event) => onChange(OPERATORS.find(([one]) => one === event.target.value)?.[0] ?? 'is', value)}
      >
        {OPERATORS.map(([one, label]) => (
          <option key={one} value={one}>
            {label}
          </option>
        ))}
      </select>
      {!isBare &&
        (op === 'within-last' ? (
          <DurationField id="" value={text || 'P30D'} onChange={(next) => onChange(op, next)} />
        ) : (
          <input
            className="input"
            aria-label="Value"
            value={text}
            onChange={(event) => onChange(op, typed(event.target.value))}
          />
        ))}
    </span>
  );
}

/** A number where it is one as written; postcodes and such keep their noughts. */
function typed(text: string): Operand {
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text;
}
