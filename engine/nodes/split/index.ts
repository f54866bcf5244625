import { defineNode } from '../../node/define-node.ts';
import { go } from '../../node/outcome.ts';
import { config, EVERYBODY } from './config.ts';
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
    if (kept) return go(kept.id, { text: `Stays in ${kept.name}, drawn earlier`, facts: { variant: kept.id } });
    const { variant, bucket, range } = pickVariant(settings, run);
    const text = `Draw ${bucket.toFixed(3)}, ${variant.name} holds ${rounded(range[0])} to ${rounded(range[1])}`;
    return go(variant.id, { text, facts: { variant: variant.id, draw: bucket } }, { assign: variant.id });
  },
});

const rounded = (share: number): string => String(Math.round(share * 1_000) / 1_000);
