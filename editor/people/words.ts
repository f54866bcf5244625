type Tone = '' | 'success' | 'warning' | 'danger';
type Word = readonly [word: string, tone: Tone];

const MESSAGE_STATES: Readonly<Record<string, Word>> = {
  planned: ['Planned', ''],
  sending: ['On its way', ''],
  accepted: ['Sent', 'success'],
  rejected: ['Rejected', 'danger'],
  skipped: ['Skipped', 'warning'],
  ghost: ['Held out', ''],
  unknown: ['Uncertain', 'warning'],
};
export const messageStates = Object.entries(MESSAGE_STATES).map(([id, [word]]) => ({ id, word }));

interface Fate {
  readonly state: string;
  readonly deliveredAt?: string | undefined;
  readonly clickedAt?: string | undefined;
  readonly repliedAt?: string | undefined;
}

/** The furthest that a message came. */
export function fateOf({ state, deliveredAt, clickedAt, repliedAt }: Fate): Word {
  if (repliedAt !== undefined) return ['Replied', 'success'];
  if (clickedAt !== undefined) return ['Clicked', 'success'];
  if (deliveredAt !== undefined) return ['Delivered', 'success'];
  return MESSAGE_STATES[state] ?? [state, ''];
}

const PHASES: Readonly<Record<string, Word>> = {
  moving: ['On the way', ''],
  waiting: ['Waiting', 'warning'],
  sending: ['Being written to', ''],
  calling: ['Waiting for an answer', 'warning'],
  parked: ['Held up', 'danger'],
  ended: ['Finished', ''],
};
export const phaseOf = (phase: string): Word => PHASES[phase] ?? [phase, ''];

/** Maps, since names come from outside: a record knows `constructor` by birth. */
const LABELS = new Map([
  ['email', 'E-mail'],
  ['timezone', 'Time zone'],
  ['timeZone', 'Time zone'],
]);

/** `firstName`, `first_name` and `context.first-name` as a label. */
export function labelOf(name: string): string {
  const known = LABELS.get(name);
  if (known !== undefined) return known;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_.-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value of an event or a profile as one line. */
export function valueOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'number') return value.toLocaleString();
  if (Array.isArray(value)) return value.length > 3 ? `${value.length} items` : value.map(valueOf).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, part]) => `${labelOf(key)}: ${valueOf(part)}`)
      .join(' · ');
  return String(value);
}

const CALLS = new Map([
  ['identify', 'Details updated'],
  ['page', 'Page seen'],
  ['screen', 'Screen seen'],
  ['group', 'Joined a group'],
  ['alias', 'Became known'],
]);

/** What happened, as one says it. Calls that carry no name of their own have the name of their kind. */
export function eventName({ name, type }: { readonly name: string; readonly type: string }): string {
  return CALLS.get(name === '' ? type : name) ?? (name || 'Event');
}
