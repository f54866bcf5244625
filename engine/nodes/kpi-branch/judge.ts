import { numberOf } from '../../condition/compare.ts';
import { wordsOfDuration } from '../../condition/words.ts';
import type { FactRequest, Facts, MetricFact } from '../../facts/request.ts';
import { proportionAbove, proportionBelow, wilsonInterval } from '../../metrics/statistics.ts';
import { go, type Outcome } from '../../node/outcome.ts';
import { assertNever } from '../../values/assert-never.ts';
import { readPath } from '../../values/json.ts';
import type { KpiConfig } from './config.ts';

type Person = Extract<KpiConfig, { of: 'person' }>;
type Journey = Extract<KpiConfig, { of: 'journey' }>;

export function requestsOf(config: KpiConfig): readonly FactRequest[] {
  if (config.of === 'journey') return [{ kind: 'metric', metric: config.metric }];
  const { measure } = config;
  return measure.kind === 'attribute' ? [{ kind: 'profile' }] : [eventsOf(measure)];
}

export function judgePerson({ measure, paths }: Person, facts: Facts): Outcome {
  const [value, name] = valueOf(measure, facts);
  if (value === undefined) return go('not-enough-data', `${name} is not known`);
  const taken = [...paths].sort((a, b) => b.atLeast - a.atLeast).find(({ atLeast }) => value >= atLeast);
  const shown = Math.round(value * 100) / 100;
  if (!taken) return go('below', { text: `${name} ${shown}, below every threshold`, facts: { [name]: value } });
  return go(taken.id, { text: `${name} ${shown} ≥ ${taken.atLeast}`, facts: { [name]: value } });
}

/** With a confidence, the interval must lie wholly on one side (one-sided); otherwise there is not enough data. */
export function judgeJourney(config: Journey, facts: Facts): Outcome {
  const fact = facts.read({ kind: 'metric', metric: config.metric });
  const seen = wordsOf(config, fact);
  const known = { numerator: fact.numerator, denominator: fact.denominator };
  if (fact.denominator < config.minimum)
    return go('not-enough-data', { text: `${seen}; needs ${config.minimum}`, facts: known });
  const proportion = { successes: fact.numerator, units: fact.denominator };
  if (config.confidence === undefined)
    return go(fact.numerator / fact.denominator >= config.threshold ? 'at-least' : 'below', {
      text: seen,
      facts: known,
    });
  if (proportionAbove(proportion, config.threshold, config.confidence))
    return go('at-least', { text: seen, facts: known });
  if (proportionBelow(proportion, config.threshold, config.confidence))
    return go('below', { text: seen, facts: known });
  return go('not-enough-data', { text: `${seen}: too close to ${percent(config.threshold)} to be sure`, facts: known });
}

function wordsOf({ metric }: Journey, { numerator, denominator }: MetricFact): string {
  const name = `${metric.rate[0]?.toUpperCase()}${metric.rate.slice(1)} rate${metric.step === undefined ? '' : ` of ${metric.step}`}`;
  if (denominator === 0) return `${name}: nobody yet in the last ${wordsOfDuration(metric.within)}`;
  const interval = wilsonInterval({ successes: numerator, units: denominator });
  const range = interval ? `, 95 %: ${percent(interval.low)} to ${percent(interval.high)}` : '';
  return `${name} was ${percent(numerator / denominator)} (${numerator} of ${denominator}${range})`;
}

export const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;

function valueOf(measure: Person['measure'], facts: Facts): [number | undefined, string] {
  switch (measure.kind) {
    case 'attribute': {
      const value = readPath(facts.read({ kind: 'profile' }).attributes, measure.path);
      return [numberOf(value), measure.path];
    }
    case 'count':
      return [facts.read(eventsOf(measure)).count, `${measure.event} in the last ${wordsOfDuration(measure.within)}`];
    case 'sum':
      return [
        facts.read(eventsOf(measure)).sum,
        `${measure.path.split('.').at(-1)} of ${measure.event} in the last ${wordsOfDuration(measure.within)}`,
      ];
    default:
      return assertNever(measure);
  }
}

type Counted = Exclude<Person['measure'], { kind: 'attribute' }>;

function eventsOf(measure: Counted): Extract<FactRequest, { kind: 'events' }> {
  const { event, within } = measure;
  return { kind: 'events', event, within, ...(measure.kind === 'sum' ? { sum: measure.path } : {}) };
}
