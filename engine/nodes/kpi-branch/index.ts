import { checkWindow } from '../../condition/check.ts';
import { wordsOfDuration } from '../../condition/words.ts';
import { defineNode } from '../../node/define-node.ts';
import { config } from './config.ts';
import { judgeJourney, judgePerson, percent, requestsOf } from './judge.ts';

const windowOf = (within: string, field: string) =>
  checkWindow(within).map((sentence) => ({ code: 'window', field, sentence }));

const ENOUGH = { id: 'not-enough-data', label: 'Not enough data', otherwise: true };

/** Routes on a figure: of the person (orders in 90 days) or of the journey itself (the click rate of a message). */
export const kpiBranch = defineNode({
  type: 'kpi-branch',
  version: 1,
  group: 'logic',
  title: 'Branch on KPI',
  summary: 'A path by a figure and its threshold',
  icon: 'chart-no-axes-column',
  config,
  initial: { of: 'journey', metric: { rate: 'click', within: 'P7D' }, threshold: 0.03, minimum: 100 },
  ports: (settings) =>
    settings.of === 'journey'
      ? [
          { id: 'at-least', label: `${percent(settings.threshold)} or more` },
          { id: 'below', label: `Below ${percent(settings.threshold)}` },
          ENOUGH,
        ]
      : [...settings.paths.map(({ id, name }) => ({ id, label: name })), { id: 'below', label: 'Below' }, ENOUGH],
  card: (settings) => {
    if (settings.of === 'person') {
      const { measure } = settings;
      const what =
        measure.kind === 'attribute'
          ? measure.path
          : `${measure.kind === 'count' ? 'number' : 'sum'} of ${measure.event}, last ${wordsOfDuration(measure.within)}`;
      return { title: 'Branch on KPI', body: { kind: 'lines', lines: [{ text: what }] } };
    }
    const { metric, threshold, minimum, confidence } = settings;
    const surely = confidence === undefined ? '' : `, at ${percent(confidence)}`;
    return {
      title: `${metric.rate[0]?.toUpperCase()}${metric.rate.slice(1)} rate`,
      body: {
        kind: 'lines',
        lines: [
          { text: `last ${wordsOfDuration(metric.within)}, at least ${minimum} people` },
          { strong: `below ${percent(threshold)}`, text: `or not${surely}` },
        ],
      },
    };
  },
  facts: requestsOf,
  check: (settings, { document }) => {
    if (settings.of === 'journey') {
      const { step } = settings.metric;
      const window = windowOf(settings.metric.within, 'metric.within');
      return step === undefined || Object.hasOwn(document.steps, step)
        ? window
        : [
            ...window,
            {
              code: 'unknown-step',
              field: 'metric.step',
              sentence: 'The step whose rate is looked at is not there any more.',
            },
          ];
    }
    const { measure, paths } = settings;
    const named = measure.kind === 'attribute' ? measure.path : measure.event;
    return [
      ...(measure.kind === 'attribute' ? [] : windowOf(measure.within, 'measure.within')),
      ...(named === '' ? [{ code: 'measure', field: 'measure', sentence: 'Choose the figure to look at.' }] : []),
      ...(new Set(paths.map(({ id }) => id)).size < paths.length
        ? [{ code: 'twice', field: 'paths', sentence: 'Two paths have the same id.' }]
        : []),
    ];
  },
  decide: ({ config: settings, facts }) =>
    settings.of === 'person' ? judgePerson(settings, facts) : judgeJourney(settings, facts),
});
