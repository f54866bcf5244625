import { defineNode } from '../../node/define-node.ts';
import { go, type Outcome } from '../../node/outcome.ts';
import type { JsonObject } from '../../values/json.ts';
import { config, EVERYBODY, type SplitConfig } from './config.ts';
import { pickVariant } from './pick.ts';

/** Sends each person down one variant and keeps them there on every later visit. */
export const split = defineNode({
  type: 'split',
  version: 1,
  group: 'logic',
  title: 'A/B split',
  summary: 'Tries variants against each other',
  icon: 'split',
  config,
  initial: {
    variants: [
      { id: 'a', name: 'A', share: 5_000 },
      { id: 'b', name: 'B', share: 5_000 },
    ],
  },
  ports: ({ variants }) => variants.map(({ id, name }) => ({ id, label: name })),
  card: ({ variants }) => ({
    title: 'A/B split',
    body: {
      kind: 'shares',
      shares: variants.map(({ id, name, share, holdout }) => ({
        id,
        label: name,
        share: share / EVERYBODY,
        ...(holdout === undefined ? {} : { holdout }),
      })),
    },
  }),
  facts: (_config, step) => [{ kind: 'assignment' as const, step }],
  check: ({ variants }) => {
    const total = variants.reduce((sum, { share }) => sum + share, 0);
    const twice = new Set(variants.map(({ id }) => id)).size < variants.length;
    return [
      ...(total === EVERYBODY
        ? []
        : [{ code: 'shares', field: 'variants', sentence: `The shares add up to ${total / 100} %, not to 100 %.` }]),
      ...(twice ? [{ code: 'twice', field: 'variants', sentence: 'Two variants have the same id.' }] : []),
    ];
  },
  // A recorded arm wins, also over changed shares. One that is gone from this version is drawn anew.
  decide: ({ config: settings, run, facts }) => {
    const recorded = facts.read({ kind: 'assignment', step: run.step });
    const kept = settings.variants.find(({ id }) => id === recorded);
    if (kept) return into(kept, `Stays in ${kept.name}, drawn earlier`, {}, {});
    const { variant, bucket, range } = pickVariant(settings, run);
    const text = `Draw ${bucket.toFixed(3)}, ${variant.name} holds ${rounded(range[0])} to ${rounded(range[1])}`;
    return into(variant, text, { draw: bucket }, { assign: variant.id });
  },
});

/** Down the arm of this variant. One to which nothing is sent puts the run into the comparison group, also where it was drawn earlier. */
function into(
  { id, holdout }: SplitConfig['variants'][number],
  text: string,
  facts: JsonObject,
  assigned: { readonly assign?: string },
): Outcome {
  const kept = holdout === true;
  const sentence = kept ? `${text}: kept out to compare, nothing is sent from here on` : text;
  return go(
    id,
    { text: sentence, facts: { variant: id, ...facts } },
    { ...assigned, ...(kept ? { holdout: true } : {}) },
  );
}

const rounded = (share: number): string => String(Math.round(share * 1_000) / 1_000);
