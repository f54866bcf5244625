import { z } from 'zod';
import { checkCondition } from '../../condition/check.ts';
import { evaluate } from '../../condition/evaluate.ts';
import { factsOf } from '../../condition/facts-of.ts';
import { inWords } from '../../condition/in-words.ts';
import { type Condition, condition } from '../../condition/schema.ts';
import { defineNode } from '../../node/define-node.ts';
import { go } from '../../node/outcome.ts';

const config = z.strictObject({
  paths: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(40).meta({ widget: 'hidden' }),
        name: z.string().min(1, 'Give the path a name').max(60).meta({ label: 'Path' }),
        when: condition.meta({ label: 'Who goes here', widget: 'condition' }),
      }),
    )
    .min(1, 'A branch needs at least one path')
    .max(10)
    .meta({ label: 'Paths', help: 'The first that fits is taken.', add: 'Add a path' }),
});

const anyone: Condition = { kind: 'all', of: [] };

/** Sends each person down the first path whose condition holds, else down the last one. */
export const branch = defineNode({
  type: 'branch',
  version: 1,
  group: 'logic',
  title: 'Branch',
  summary: 'Different paths for different people',
  icon: 'git-branch',
  config,
  initial: { paths: [{ id: 'yes', name: 'Yes', when: { kind: 'attribute', path: '', op: 'exists' } }] },
  ports: ({ paths }) => [
    ...paths.map(({ id, name }) => ({ id, label: name })),
    { id: 'otherwise', label: paths.length === 1 ? 'No' : 'Everyone else', otherwise: true },
  ],
  card: ({ paths }, nameOf) => ({
    title: 'Branch',
    body: {
      kind: 'lines',
      lines: paths
        .slice(0, 2)
        .map(({ name, when }) => ({ text: inWords(when, nameOf), strong: paths.length === 1 ? '' : name })),
    },
  }),
  facts: ({ paths }) => [{ kind: 'profile' as const }, ...paths.flatMap(({ when }) => factsOf(when))],
  check: ({ paths }, { document }) => [
    ...paths.flatMap(({ when }, n) =>
      checkCondition(when, Object.keys(document.steps)).map((sentence) => ({
        code: 'condition',
        field: `paths.${n}.when`,
        sentence,
      })),
    ),
    ...(new Set(paths.map(({ id }) => id)).size < paths.length
      ? [{ code: 'twice', field: 'paths', sentence: 'Two paths have the same id.' }]
      : []),
  ],
  decide: ({ config: { paths }, run, facts, now }) => {
    const { timeZone } = facts.read({ kind: 'profile' });
    const verdicts = paths.map(({ id, when }) => ({
      id,
      verdict: evaluate(when ?? anyone, { facts, event: run.entry, variables: run.variables, now, timeZone }),
    }));
    const taken = verdicts.find(({ verdict }) => verdict.holds);
    if (taken) return go(taken.id, taken.verdict.reason);
    return go('otherwise', {
      text: verdicts.map(({ verdict }) => verdict.reason.text).join('; '),
      facts: Object.assign({}, ...verdicts.map(({ verdict }) => verdict.reason.facts ?? {})),
    });
  },
});
