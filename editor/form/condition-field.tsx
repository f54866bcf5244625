import { type Condition, condition as conditionSchema, inWords, type Operator } from '@wend/engine';
import { createContext, type ReactNode, useContext } from 'react';
import { z } from 'zod';
import { useNameOf } from '../journey/context.ts';
import { comparisonsOf, operandFor } from './comparison.ts';
import { EventInSight } from './event-in-sight.ts';
import { emptyOf, isOptional, metaOf, optionsOf } from './fields.ts';
import { ItemList } from './item-list.tsx';
import type { ControlProps } from './props.ts';
import { recordOf, withKey } from './record.ts';

const KINDS = optionsOf(conditionSchema);
type Kind = (typeof KINDS)[number];
const ON_EVENT = new Set(['property', 'all', 'any', 'not']);

/** What can be looked at: anything; what is known before there is a run; or the event alone. */
const OFFERED = {
  condition: KINDS,
  'entry-condition': KINDS.flatMap(withoutRun),
  'event-condition': KINDS.filter(({ name }) => ON_EVENT.has(name)),
} as const;
type Place = keyof typeof OFFERED;
/** A condition inside another one is asked where that one is. */
const Where = createContext<Place>('condition');

function withoutRun({ name, option }: Kind): readonly Kind[] {
  if (metaOf(option).ofRun) return [];
  const known = Object.entries(option.shape).filter(([, field]) => !metaOf(field).ofRun);
  return [{ name, option: z.object(Object.fromEntries(known)).meta({ ...metaOf(option) }) }];
}

/** Tests of people or of an event: all of them or any of them, each drawn from the schema and said in words. */
export function ConditionField(props: ControlProps) {
  const around = useContext(Where);
  const { widget } = metaOf(props.schema);
  const place = widget === 'entry-condition' || widget === 'event-condition' ? widget : around;
  const { beside = {} } = props;
  const sight = useContext(EventInSight);
  const event = place === 'event-condition' && typeof beside['event'] === 'string' ? beside['event'] : sight;
  return (
    <Where value={place}>
      <EventInSight value={event}>
        <Tests {...props} />
      </EventInSight>
    </Where>
  );
}

function Tests(props: ControlProps) {
  const { value, say, schema } = props;
  const parsed = conditionSchema.safeParse(value ?? { kind: 'all', of: [] });
  if (!parsed.success) return <Unreadable onRestart={() => say(emptyOf(schema))} />;
  const group = groupOf(parsed.data);
  const write = (of: readonly Condition[], kind = group.kind): void =>
    say(of.length === 0 && isOptional(schema) ? undefined : joined(kind, of));
  return (
    <>
      {group.of.length > 1 && (
        <select
          className="input"
          aria-label="How the tests belong together"
          value={group.kind}
          onChange={({ target }) => write(group.of, target.value === 'any' ? 'any' : 'all')}
        >
          <option value="all">All of these must hold</option>
          <option value="any">Any of these is enough</option>
        </select>
      )}
      <TestList {...props} tests={group.of} onWrite={write} />
      {group.of.length === 0 && <p className="help">{isOptional(schema) ? 'Always.' : 'Without a test: everyone.'}</p>}
    </>
  );
}

/** A single test is written without a list around it. */
function groupOf(present: Condition): { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] } {
  return present.kind === 'all' || present.kind === 'any' ? present : { kind: 'all', of: [present] };
}

function joined(kind: 'all' | 'any', of: readonly Condition[]): unknown {
  const [only] = of;
  return of.length === 1 && only?.kind !== 'all' && only?.kind !== 'any' ? only : { kind, of };
}

function Unreadable({ onRestart }: { readonly onRestart: () => void }) {
  return (
    <p className="help">
      This was written elsewhere and cannot be shown here. It is kept as it is.{' '}
      <button type="button" className="button" onClick={onRestart}>
        Write it anew
      </button>
    </p>
  );
}

/** The tests inside "several tests". */
export function ConditionsField(props: ControlProps) {
  const parsed = z.array(conditionSchema).safeParse(props.value);
  return <TestList {...props} tests={parsed.data ?? []} onWrite={(of) => props.say(of)} />;
}

interface TestListProps extends ControlProps {
  readonly tests: readonly Condition[];
  readonly onWrite: (tests: readonly Condition[]) => void;
}

function TestList({ tests, onWrite, ...props }: TestListProps) {
  const kinds = useKinds();
  const [first] = kinds;
  if (!first) return null;
  return (
    <ItemList
      items={tests}
      add="Add a test"
      fresh={() => freshTest(first)}
      isOrdered={false}
      onChange={(of) => onWrite(of)}
    >
      {(test, write, n) => <Test {...props} path={`${props.path}.of.${n}`} test={test} kinds={kinds} onTest={write} />}
    </ItemList>
  );
}

const useKinds = (): readonly Kind[] => OFFERED[useContext(Where)];

interface TestProps extends Pick<ControlProps, 'path' | 'problems' | 'form'> {
  readonly test: Condition;
  readonly kinds: readonly Kind[];
  readonly onTest: (test: Condition) => void;
}

function Test({ test, kinds, path, problems, form: Form, onTest }: TestProps): ReactNode {
  const nameOf = useNameOf();
  const kind = kinds.find(({ name }) => name === test.kind);
  if (!kind) return <p className="help">A test that is kept as it was written: {inWords(test, nameOf)}.</p>;
  const choose = (name: string): void => {
    const chosen = kinds.find((one) => one.name === name);
    if (chosen) onTest(freshTest(chosen));
  };
  return (
    <div className="fields">
      <div className="field">
        <select
          className="input"
          aria-label="What is looked at"
          value={test.kind}
          onChange={({ target }) => choose(target.value)}
        >
          {kinds.map(({ name, option }) => (
            <option key={name} value={name}>
              {metaOf(option).label ?? name}
            </option>
          ))}
        </select>
        <p className="help">{metaOf(kind.option).help}</p>
      </div>
      <Form
        schema={kind.option}
        path={path}
        value={test}
        problems={problems}
        onChange={(next) => onTest(fitting(kind, recordOf(next)))}
      />
      <p className="reads" aria-live="polite">
        {inWords(test, nameOf)}
      </p>
    </div>
  );
}

/** With the usual comparison of its kind. */
const freshTest = (kind: Kind): Condition => fitting(kind, withKey(recordOf(emptyOf(kind.option)), 'op', undefined));

/** With a comparison that makes sense for what is compared, and nothing that is not asked for any more. */
function fitting({ option }: Kind, test: Readonly<Record<string, unknown>>): Condition {
  const op = option.shape['op'];
  const allowed = op === undefined ? [] : comparisonsOf(metaOf(op), test).flatMap(([, operators]) => operators);
  const [usual] = allowed;
  const isFitting = usual === undefined || allowed.some((one) => one === test['op']);
  const compared = isFitting ? test : compareBy(usual, test);
  const unasked = Object.entries(option.shape).filter(([, field]) =>
    Object.entries(metaOf(field).onlyIf ?? {}).some(([name, wanted]) => compared[name] !== wanted),
  );
  return conditionOf(unasked.reduce((kept, [key]) => withKey(kept, key, undefined), compared));
}

function compareBy(op: Operator, test: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return withKey({ ...test, op }, 'value', operandFor(op, undefined));
}

function conditionOf(test: Readonly<Record<string, unknown>>): Condition {
  // Built by the form of this very schema; what is still missing in it is empty, and told by the check.
  return test as Condition;
}
