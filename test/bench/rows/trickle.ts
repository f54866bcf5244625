import type { JourneyId } from '@wend/engine';
import type { Bed } from '../bed/bed.ts';
import { patient } from '../bed/journeys.ts';
import { enters, peopleOf } from '../bed/people.ts';
import { percentile } from '../frame/figure.ts';
import { aRow } from '../frame/row.ts';
import { inFlight } from '../frame/schedule.ts';

const JOURNEYS = 50;
const PEOPLE = 1_500;
const BATCH = 100;
const DAY_MS = 86_400_000;
/** A day of waiting takes a second. */
const FASTER = 1_000 / DAY_MS;

interface Trickled {
  readonly workflows: number;
  /** Milliseconds from each one's due time to their e-mail. */
  readonly late: readonly number[];
}

export const trickle = aRow<Trickled>({
  name: 'trickle',
  what: `${PEOPLE.toLocaleString('en')} people in ${JOURNEYS} journeys wait 1 to 30 days, each day made a second; due → provider called`,
  rounds: 1,
  handles: { count: PEOPLE, of: 'runs' },
  measure: (bed, id) => pass(bed, id),
  figures: ([one]) =>
    one === undefined
      ? []
      : [
          { of: 'open workflows while they wait', value: one.workflows, unit: 'workflows' },
          ...[50, 99].map((p) => ({ of: `late p${p}`, value: percentile(one.late, p), unit: 'ms' as const })),
        ],
  hold: { 'open workflows while they wait': '≤ 20' },
});

async function pass(bed: Bed, id: string): Promise<Trickled> {
  const wend = await bed.wend();
  const events = Array.from({ length: JOURNEYS }, (_, n) => `${id} ${n + 1}`);
  const journeys: JourneyId[] = [];
  for (const [n, event] of events.entries())
    journeys.push(await wend.office.publish(patient(event, event, 1 + (n % 30))));
  const people = peopleOf(id, PEOPLE);
  await wend.know(people);
  const batches = Array.from({ length: PEOPLE / BATCH }, (_, n) =>
    people.slice(n * BATCH, (n + 1) * BATCH).map((person, m) => enters(person, events[m % JOURNEYS] ?? id)),
  );
  const startMs = Date.now();
  await inFlight(4, batches, (batch) => wend.post(batch));
  await wend.callsBy('sms', PEOPLE, startMs);
  await wend.restsOutside(journeys, PEOPLE);
  const workflows = await wend.openWorkflows();
  const shortenedMs = Date.now();
  await wend.office.shorten(journeys, FASTER);
  const due = await wend.dueTimes(journeys);
  const letters = await wend.callsBy('email', PEOPLE, shortenedMs);
  return { workflows, late: [...due].map(([person, dueMs]) => (letters.get(person) ?? Number.NaN) - dueMs) };
}
