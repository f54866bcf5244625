import { wordsOfChannel } from '@wend/engine';

/** What the server says of how late it is. */
export interface Lateness {
  readonly eventsMs: number;
  readonly peopleMs: number;
  readonly messagesMs: number;
  readonly missing: readonly string[];
  readonly silentProviders: readonly { readonly channel: string; readonly name: string }[];
}

/** A moment is not late: what is due takes a turn or two. */
const LATE_MS = 60_000;
/** From here on it is said on every page. */
const SERIOUS_MS = 5 * 60_000;

export interface Standing {
  readonly tone: 'success' | 'warning' | 'danger';
  readonly title: string;
  readonly text: string;
}

export function standingOf(lateness: Lateness): Standing {
  const [what, lateMs] = latest(lateness);
  const why = reasonsOf(lateness);
  if (lateMs >= LATE_MS) {
    const because = why.length > 0 ? `: ${listed(why)}` : '';
    const text =
      why.length > 0
        ? 'It goes on by itself as soon as that is mended.'
        : 'There is more to do than this machine gets done at once. It catches up by itself.';
    return {
      tone: isSerious(lateness) ? 'danger' : 'warning',
      title: `${what} ${howLong(lateMs)} late${because}`,
      text,
    };
  }
  if (lateness.missing.length > 0)
    return {
      tone: 'warning',
      title: `Nothing is late yet, but ${listed(why)}`,
      text: 'It is looked at again and again.',
    };
  return {
    tone: 'success',
    title: 'Everything is up to date',
    text: 'Events are processed as they come, people go on when they are due, and messages leave when they may.',
  };
}

export const isSerious = (lateness: Lateness): boolean => latest(lateness)[1] >= SERIOUS_MS;

/** One of the three, as a figure. */
export const standsAt = (lateMs: number): string => (lateMs < LATE_MS ? 'Up to date' : `${howLong(lateMs)} late`);

/** What is latest, messages before all else: they are what people notice. */
function latest({ eventsMs, peopleMs, messagesMs }: Lateness): readonly [what: string, lateMs: number] {
  const all = [
    ['Messages run', messagesMs],
    ['People go on', peopleMs],
    ['Events are processed', eventsMs],
  ] as const;
  return all.find(([, ms]) => ms >= LATE_MS && ms === Math.max(messagesMs, peopleMs, eventsMs)) ?? all[0];
}

const PARTS = new Map([
  ['database', 'the database does not answer'],
  ['migrations', 'the database is of another version of Wend'],
  ['temporal', 'Temporal, which keeps the time, does not answer'],
  ['matcher', 'the part that processes events does not answer'],
  ['worker', 'the part that moves people and sends messages does not answer'],
]);

function reasonsOf({ missing, silentProviders }: Lateness): readonly string[] {
  const channels = [...new Set(silentProviders.map(({ channel }) => wordsOfChannel(channel)))];
  return [
    ...missing.map((part) => PARTS.get(part) ?? `${part} does not answer`),
    ...channels.map((channel) => `the provider for ${channel} does not answer`),
  ];
}

const listed = (sentences: readonly string[]): string => new Intl.ListFormat('en').format(sentences);

/** "3 minutes", rounded down to the largest unit that fits. */
export function howLong(ms: number): string {
  const [unit, size] = units.find(([, length]) => ms >= length) ?? units[units.length - 1] ?? ['minute', 60_000];
  const count = Math.floor(ms / size);
  return `${count.toLocaleString('en')} ${unit}${count === 1 ? '' : 's'}`;
}
const units: readonly (readonly [unit: string, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];
