import type { Bed } from '../bed/bed.ts';
import { percentile } from '../frame/figure.ts';
import { aRow } from '../frame/row.ts';
import { RARE } from './history/events.ts';
import { Reader } from './reader.ts';

const TIMES = 5;

/** What marketers look at, by what they would call it. */
type Pages = Readonly<Record<string, (reader: Reader, known: Known) => Promise<unknown>>>;
interface Known {
  /** Of the journey that somebody entered last. */
  readonly journey: string;
  readonly person: string;
  /** A name that one person has. */
  readonly name: string;
}

const pages: Pages = {
  journeys: (reader) => reader.get('/journeys'),
  "a journey's numbers": (reader, { journey }) => reader.get(`/journeys/${journey}/numbers`),
  'what happens now in it': (reader, { journey }) => reader.until(`/journeys/${journey}/stream`, 'alive'),
  'who is in it': (reader, { journey }) => reader.get(`/journeys/${journey}/people`),
  'who went through it': (reader, { journey }) => reader.get(`/journeys/${journey}/people?state=ended`),
  'its versions': (reader, { journey }) => reader.get(`/journeys/${journey}/versions`),
  people: (reader) => reader.get('/profiles'),
  'a person by name': (reader, { name }) => reader.get(`/profiles?q=${name}`),
  'a person': (reader, { person }) => reader.get(`/profiles/${person}`),
  'what they did': (reader, { person }) => reader.get(`/profiles/${person}/events`),
  'their messages': (reader, { person }) => reader.get(`/messages?profile=${person}`),
  messages: (reader) => reader.get('/messages'),
  "a journey's messages": (reader, { journey }) => reader.get(`/messages?journey=${journey}`),
  'refused messages': (reader) => reader.get('/messages?state=rejected'),
  events: (reader) => reader.get('/events'),
  'a rare event': (reader) => reader.get(`/events?q=${encodeURIComponent(RARE)}`),
  'how late all is': (reader) => reader.get('/lateness'),
};

export const pagesRow = aRow<Readonly<Record<string, number>>>({
  name: 'pages',
  what: `pages as the product's API answers them, the median of ${TIMES}`,
  rounds: 1,
  handles: { count: TIMES * Object.keys(pages).length, of: 'pages' },
  measure: (bed) => readAll(bed),
  figures: ([times = {}]) => Object.entries(times).map(([of, value]) => ({ of, value, unit: 'ms' as const })),
});

async function readAll(bed: Bed): Promise<Readonly<Record<string, number>>> {
  const { office, origin, sql } = await bed.wend();
  const reader = new Reader(origin, office.workspaceId, await office.key());
  const [last] = await sql<{ journey: string; person: string; name: string }[]>`
    select r.journey_id as journey, p.id as person, p.attributes ->> 'email' as name from runs r
    join profiles p on p.workspace_id = r.workspace_id and p.id = r.profile_id order by r.id desc limit 1`;
  if (!last) throw new Error('Nobody has entered a journey');
  const times: Record<string, number> = {};
  for (const [name, read] of Object.entries(pages)) times[name] = await median(() => read(reader, last));
  return times;
}

async function median(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < TIMES; n += 1) {
    const beganMs = performance.now();
    await act();
    times.push(performance.now() - beganMs);
  }
  return percentile(times, 50);
}
