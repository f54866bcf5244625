import { ENTRY, entry as entrySchema } from '@wend/engine';
import { SchemaForm } from '../form/schema-form.tsx';
import { useJourney } from '../journey/context.ts';
import { InspectorHead } from './head.tsx';

/** How people come in. */
export function EntryInspector() {
  const entry = useJourney(({ document }) => document.entry);
  const run = useJourney((journey) => journey.run);
  const problems = useJourney((journey) => journey.problems);
  const write = (next: unknown, path: string): void => {
    const parsed = entrySchema.safeParse(next);
    if (parsed.success) run({ kind: 'set-entry', entry: parsed.data }, `entry ${path}`);
  };
  return (
    <>
      <InspectorHead icon="zap" group="entry" kicker="Entry" title="How people come in" />
      <section>
        <SchemaForm
          schema={entrySchema}
          path=""
          value={entry}
          problems={problems.filter(({ step }) => step === ENTRY)}
          onChange={write}
        />
      </section>
    </>
  );
}
