import { ENTRY, type JourneyDocument, type Place, type PlanStep } from '@wend/engine';
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { StepIcon } from '../canvas/icon.tsx';
import { usePlacing } from '../palette/placing.ts';
import { nameIn, nodeTypes, useJourney, useSteps } from './context.ts';
import { type OutlineRow, outlineRows } from './outline-rows.ts';

/** The same steps as a list: for a narrow screen, a screen reader, and whoever reads faster than they look. */
export function Outline({ children }: { readonly children: ReactNode }) {
  const document = useJourney((journey) => journey.document);
  const steps = useSteps(document);
  return (
    <div className="outline">
      <nav aria-label="Steps of the journey">
        <ol>
          {outlineRows(document, steps).map((row) => (
            <li
              key={row.kind === 'step' ? row.id : `${row.at.from} ${row.at.port}`}
              style={{ '--level': row.level } as React.CSSProperties}
            >
              {row.kind === 'step' ? <StepRow row={row} document={document} steps={steps} /> : <PathRow row={row} />}
            </li>
          ))}
        </ol>
      </nav>
      <div className="toolbar" role="toolbar" aria-label="Outline">
        {children}
      </div>
    </div>
  );
}

interface StepRowProps {
  readonly row: Extract<OutlineRow, { kind: 'step' }>;
  readonly document: JourneyDocument;
  readonly steps: ReadonlyMap<string, PlanStep>;
}

function StepRow({ row: { id }, document, steps }: StepRowProps) {
  const isSelected = useJourney(({ selected }) => selected === id);
  const problems = useJourney((journey) => journey.problems.filter(({ step }) => step === id).length);
  const select = useJourney((journey) => journey.select);
  const type = nodeTypes.get(document.steps[id]?.type ?? '');
  const name = id === ENTRY ? 'Entry' : nameIn(document, id);
  const [port, second] = id === ENTRY ? [{ id: 'next' }] : (steps.get(id)?.node.ports ?? []);
  return (
    <div className="outline-row">
      <button
        type="button"
        className="outline-step"
        aria-current={isSelected}
        onClick={() => {
          select(id);
          // On a narrow screen what is chosen is set up further down.
          window.document.querySelector('.inspector')?.scrollIntoView({ block: 'start' });
        }}
      >
        <span className="tile" data-group={id === ENTRY ? 'entry' : type?.group}>
          <StepIcon name={id === ENTRY ? 'zap' : (type?.icon ?? '')} />
        </span>
        <span>
          <span className="kicker">{id === ENTRY ? 'How people come in' : type?.title}</span>
          <b>{name}</b>
        </span>
        {problems > 0 && <span className="pill danger">To do</span>}
      </button>
      {port && !second && <AddHere at={{ from: id, port: port.id }} name={`Add a step after ${name}`} />}
    </div>
  );
}

function PathRow({ row: { at, label, joins } }: { readonly row: Extract<OutlineRow, { kind: 'path' }> }) {
  const goesOn = useJourney(({ document }) => (joins === undefined ? '' : ` → ${nameIn(document, joins)}`));
  return (
    <div className="outline-row">
      <span className="outline-path">
        {label}
        {goesOn}
      </span>
      <AddHere at={at} name={`Add a step on the path ${label}`} />
    </div>
  );
}

function AddHere({ at, name }: { readonly at: Place; readonly name: string }) {
  const open = usePlacing((placing) => placing.open);
  return (
    <button
      type="button"
      className="button quiet icon"
      aria-label={name}
      title={name}
      onClick={({ currentTarget }) => open(at, currentTarget.getBoundingClientRect())}
    >
      <Plus size={16} aria-hidden />
    </button>
  );
}
