import type { JourneyId } from '@wend/engine';
import type { Bed } from '../bed/bed.ts';
import { reference } from '../bed/journeys.ts';
import { enters, peopleOf } from '../bed/people.ts';
import type { BenchWend } from '../bed/wend.ts';
import { percentile } from '../frame/figure.ts';
import { aRow } from '../frame/row.ts';
import { actAt, scheduleOf } from '../frame/schedule.ts';

const JOURNEYS = 20;
const A_SECOND = 300;
const SECONDS = 20;
/** Events travel in small posts, as from many shops' servers. */
const POST = 10;

interface Streamed {
  readonly latencies: readonly number[];
  /** Nobody had called the provider about these when the last event was posted. */
  readonly left: number;
  readonly drainedSeconds: number;
  readonly workflows: number;
  readonly dueRunsASecond: number;
}

export const stream = aRow<Streamed>({
  name: 'stream',
  what: `${A_SECOND} events a second for ${SECONDS} s over ${JOURNEYS} live journeys, text to each; event posted → provider called. Then its people wait a day: open workflows, and the minute in which all are due`,
  rounds: 1,
  measure: (bed, id) => pass(bed, id),
  figures: ([one]) =>
    one === undefined
      ? []
      : [
          ...[50, 99].map((p) => ({ of: `p${p}`, value: percentile(one.latencies, p), unit: 'ms' as const })),
          { of: 'left when the last was posted', value: one.left, unit: 'people' },
          { of: 'last posted → last called', value: one.drainedSeconds, unit: 's' },
          { of: 'open workflows while they wait', value: one.workflows, unit: 'workflows' },
          { of: 'all due at once', value: one.dueRunsASecond, unit: 'runs/s' },
        ],
  hold: { p99: '≤ 2 s', 'open workflows while they wait': '≤ 20' },
});

async function pass(bed: Bed, id: string): Promise<Streamed> {
  const wend = await bed.wend();
  const events = Array.from({ length: JOURNEYS }, (_, n) => `${id} ${n + 1}`);
  const journeys: JourneyId[] = [];
  for (const event of events) journeys.push(await wend.office.publish(reference(event, event, 'P1D')));
  const people = peopleOf(id, A_SECOND * SECONDS);
  await wend.know(people);
  const posts = Array.from({ length: people.length / POST }, (_, n) => people.slice(n * POST, (n + 1) * POST));
  const startMs = Date.now() + 100;
  const instants = scheduleOf(startMs, (1_000 * POST) / A_SECOND, posts.length);
  await actAt(instants, Date.now, (n) =>
    wend.post((posts[n] ?? []).map((person, m) => enters(person, events[(n * POST + m) % JOURNEYS] ?? id))),
  );
  const postedMs = Date.now();
  const left = people.length - (await wend.countCalls('sms', startMs));
  const texts = await wend.callsBy('sms', people.length, startMs);
  const latencies = people.map(
    (person, n) => (texts.get(person) ?? Number.NaN) - (instants[Math.floor(n / POST)] ?? 0),
  );
  const drainedSeconds = (Math.max(...texts.values()) - postedMs) / 1_000;
  return { latencies, left, drainedSeconds, ...(await dueAtOnce(wend, journeys, people)) };
}

/** Everybody's day is over. */
async function dueAtOnce(
  wend: BenchWend,
  journeys: readonly JourneyId[],
  people: readonly string[],
): Promise<Pick<Streamed, 'workflows' | 'dueRunsASecond'>> {
  await wend.restsOutside(journeys, people.length);
  const workflows = await wend.openWorkflows();
  const dueMs = Date.now();
  await wend.office.shorten(journeys, 0);
  const letters = await wend.callsBy('email', people.length, dueMs);
  return { workflows, dueRunsASecond: people.length / ((Math.max(...letters.values()) - dueMs) / 1_000) };
}
