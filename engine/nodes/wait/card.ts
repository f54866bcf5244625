import { inWords, type NameOf } from '../../condition/in-words.ts';
import { wordsOfDuration } from '../../condition/words.ts';
import type { Card, Port } from '../../node/card.ts';
import { durationMs, parseDuration } from '../../time/duration.ts';
import { assertNever } from '../../values/assert-never.ts';
import type { WaitConfig } from './config.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export function portsOf(config: WaitConfig): readonly Port[] {
  switch (config.until) {
    case 'duration':
    case 'local-time':
      return [{ id: 'next', label: 'Then' }];
    case 'date':
      return config.date.from === 'fixed'
        ? [{ id: 'next', label: 'Then' }]
        : [
            { id: 'next', label: 'Then' },
            { id: 'no-date', label: 'No date known', otherwise: true },
          ];
    case 'event':
    case 'condition':
      return [
        { id: 'happened', label: config.until === 'event' ? 'It happened' : 'It is true' },
        { id: 'timeout', label: 'Not in time', otherwise: true },
      ];
    default:
      return assertNever(config);
  }
}

export function cardOf(config: WaitConfig, nameOf: NameOf): Card {
  const body = { kind: 'plain' } as const;
  switch (config.until) {
    case 'duration':
      return { title: wordsOfDuration(config.for), body, elapsedMs: lengthOf(config.for) };
    case 'date':
      return {
        title: `Until ${dateWords(config)}`,
        detail: config.at === undefined ? undefined : `${config.at} their time`,
        body,
      };
    case 'local-time': {
      const days = config.weekdays.map((day) => DAYS[day - 1]).join(', ');
      return { title: `Until ${config.time}`, detail: days === '' ? 'their time' : `${days}, their time`, body };
    }
    case 'event':
      return {
        title: `Until ${config.event === '' ? '…' : config.event}`,
        detail: `up to ${wordsOfDuration(config.timeout)}`,
        body,
        elapsedMs: lengthOf(config.timeout),
      };
    case 'condition':
      return {
        title: `Until ${inWords(config.condition, nameOf)}`,
        detail: `up to ${wordsOfDuration(config.timeout)}`,
        body,
        elapsedMs: lengthOf(config.timeout),
      };
    default:
      return assertNever(config);
  }
}

function dateWords({ date, offset }: Extract<WaitConfig, { until: 'date' }>): string {
  const what = date.from === 'fixed' ? date.at : (date.path.split('.').at(-1) ?? date.path).replaceAll('_', ' ');
  return offset ? `${wordsOfDuration(offset.by)} ${offset.direction} ${what}` : what;
}

/** For "+1 month" on the cards below a month counts 30 days. */
function lengthOf(iso: string): number {
  const { years, months } = parseDuration(iso);
  const rest = iso.replace(/(\d+)Y/, '').replace(/^P(\d+)M/, 'P');
  return (years * 365 + months * 30) * 86_400_000 + (rest === 'P' ? 0 : durationMs(rest));
}
