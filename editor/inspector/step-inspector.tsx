import type { JourneyDocument, Json, JsonObject, NodeType } from '@wend/engine';
import { Trash2 } from 'lucide-react';
import { recordOf } from '../form/record.ts';
import { SchemaForm } from '../form/schema-form.tsx';
import { StepConfig } from '../form/step-config.ts';
import { nodeTypes, useJourney } from '../journey/context.ts';
import { InspectorHead } from './head.tsx';
import { Problems } from './problems.tsx';

/** One step: its name, its form, a note, and what is wrong with it. */
export function StepInspector({ id }: { readonly id: string }) {
  const step = useJourney(({ document }) => document.steps[id]);
  const run = useJourney((journey) => journey.run);
  const problems = useJourney((journey) => journey.problems);
  if (!step) return null;
  const type = nodeTypes.get(step.type);
  const own = problems.filter((problem) => problem.step === id);
  const title = step.name || type?.title || step.type;
  const config = type && presentConfig(type, step);
  return (
    <StepConfig value={config ?? step.config}>
      <InspectorHead icon={type?.icon ?? ''} group={type?.group} kicker={type?.title ?? step.type} title={title} />
      <section>
        <Problems problems={own.filter(({ field }) => field === undefined)} />
        <label className="field">
          <span className="label">Name</span>
          <input
            className="input"
            value={step.name}
            placeholder={type?.title}
            maxLength={120}
            onChange={({ target }) => run({ kind: 'rename-step', id, name: target.value }, `name ${id}`)}
          />
        </label>
        {type && config ? (
          <SchemaForm
            schema={type.config}
            path=""
            value={config}
            problems={own}
            onChange={(edited, path) => run({ kind: 'set-config', id, config: configOf(edited) }, `${id} ${path}`)}
          />
        ) : (
          <p className="muted">
            {type ? 'This step cannot be edited here.' : 'This kind of step is not installed here.'} It is kept as it
            is.
          </p>
        )}
      </section>
      <section>
        <label className="field">
          <span className="label">Note for colleagues</span>
          <textarea
            className="input"
            rows={2}
            value={step.note ?? ''}
            onChange={({ target }) => run({ kind: 'set-note', id, note: target.value }, `note ${id}`)}
          />
        </label>
        <button type="button" className="button danger" onClick={() => run({ kind: 'remove-step', id })}>
          <Trash2 size={16} aria-hidden /> Delete step
        </button>
      </section>
    </StepConfig>
  );
}

/** As the installed version of its type has it: that is what an edit is saved as. Absent where that cannot be told. */
function presentConfig(type: NodeType, { config, v }: JourneyDocument['steps'][string]): JsonObject | undefined {
  if (v > type.version) return undefined;
  try {
    return configOf(type.upgraded(config, v));
  } catch {
    return undefined;
  }
}

function configOf(value: unknown): JsonObject {
  // Forms build plain JSON: their leaves are the schema's own texts, numbers and yes-or-no.
  return recordOf(value) as Record<string, Json>;
}
