import type { Json, JsonObject } from '@wend/engine';
import { Trash2 } from 'lucide-react';
import { StepIcon } from '../canvas/icon.tsx';
import { recordOf } from '../form/record.ts';
import { SchemaForm } from '../form/schema-form.tsx';
import { nodeTypes, useJourney } from '../journey/context.ts';
import { Problems } from './problems.tsx';

/** One step: its name, its form, a note, and what is wrong with it. */
export function StepInspector({ id }: { readonly id: string }) {
  const step = useJourney(({ document }) => document.steps[id]);
  const run = useJourney((journey) => journey.run);
  const problems = useJourney((journey) => journey.problems);
  if (!step) return null;
  const type = nodeTypes.get(step.type);
  const own = problems.filter((problem) => problem.step === id);
  return (
    <>
      <header className="inspector-head">
        <span className="tile" data-group={type?.group}>
          <StepIcon name={type?.icon ?? ''} />
        </span>
        <div>
          <p className="kicker">{type?.title ?? step.type}</p>
          <h2>{step.name || type?.title}</h2>
        </div>
      </header>
      <section>
        <label className="field">
          <span className="label">Name</span>
          <input
            className="input"
            value={step.name}
            maxLength={120}
            onChange={(event) => run({ kind: 'rename-step', id, name: event.target.value }, `name ${id}`)}
          />
        </label>
        <Problems problems={own.filter(({ field }) => field === undefined)} />
        {type ? (
          <SchemaForm
            schema={type.config}
            path=""
            value={step.config}
            problems={own}
            onChange={(config, path) => run({ kind: 'set-config', id, config: configOf(config) }, `${id} ${path}`)}
          />
        ) : (
          <p className="muted">Nobody here knows this kind of step. It is kept as it is.</p>
        )}
      </section>
      <section>
        <label className="field">
          <span className="label">Note for colleagues</span>
          <textarea
            className="input"
            rows={2}
            value={step.note ?? ''}
            onChange={(event) => run({ kind: 'set-note', id, note: event.target.value }, `note ${id}`)}
          />
        </label>
        <button type="button" className="button danger" onClick={() => run({ kind: 'remove-step', id })}>
          <Trash2 size={16} aria-hidden /> Delete step
        </button>
      </section>
    </>
  );
}

function configOf(value: unknown): JsonObject {
  // Forms build plain JSON: their leaves are the schema's own texts, numbers and yes-or-no.
  return recordOf(value) as Record<string, Json>;
}
