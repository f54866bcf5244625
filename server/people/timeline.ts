import type { JourneyDocument, JsonObject, PersonEvent, Reason, RunId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { type Context, JourneyError } from '../access/index.ts';
import type { RunPhase } from '../tables/index.ts';
import { iso } from './iso.ts';
import { type MessageView, readMessages } from './messages.ts';
import { personOf } from './person.ts';
import type { RunView, TimelineItem } from './run-view.ts';

interface RunRow {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly profile_id: string;
  readonly attributes: JsonObject;
  readonly journey_id: string;
  readonly version_id: string;
  readonly number: number;
  readonly document: JourneyDocument;
  readonly phase: RunPhase;
  readonly step: string;
  readonly entry_key: string;
  readonly entry: PersonEvent;
  readonly entered_at: string;
  readonly due_at: string | null;
  readonly ended_at: string | null;
  readonly end_reason: Reason | null;
  readonly error: string | null;
  readonly holdout: boolean;
  readonly time_zone: string;
  /** What they wait for where they are now. */
  readonly wait_reason: Reason | null;
}
interface VisitRow {
  readonly [column: string]: unknown;
  readonly step: string;
  readonly n: number;
  readonly at: string;
  readonly left_at: string | null;
  readonly port: string | null;
  readonly to_step: string | null;
  readonly reason: Reason | null;
}

/** Which part of a way is told: so many items up to `before`, counted from the entry; without it the latest. */
export interface TimelinePage {
  readonly before?: number | undefined;
  readonly limit: number;
}

/** One person's way through a journey: where they are, each turn and why, and what is planned. The path is told as a whole. */
export async function readRun(context: Context, runId: RunId, { before, limit }: TimelinePage): Promise<RunView> {
  const run = await findRun(context, runId);
  const visits = await visitsOf(context, run);
  const messages = await readMessages(context, { runId, limit: 500 });
  const conversions = await conversionsOf(context, run);
  const items = [
    entered(run),
    ...visits.flatMap((visit) => visitItems(run, visit, messages)),
    ...messages.flatMap(deferralItems),
    ...conversions,
    ...closing(run, visits.at(-1)),
  ].sort(inTurn);
  const end = Math.min(before ?? items.length, items.length);
  const begin = Math.max(0, end - limit);
  return {
    run: {
      id: run.id,
      profileId: run.profile_id,
      person: personOf(run.attributes),
      journeyId: run.journey_id,
      versionId: run.version_id,
      number: run.number,
      phase: run.phase,
      step: run.step,
      key: run.entry_key,
      holdout: run.holdout,
      timeZone: run.time_zone,
      enteredAt: iso(run.entered_at),
      ...(run.ended_at === null ? {} : { endedAt: iso(run.ended_at) }),
      ...(run.due_at === null || run.ended_at !== null ? {} : { dueAt: iso(run.due_at) }),
      ...(run.error === null ? {} : { error: run.error }),
    },
    document: run.document,
    path: visits.map(({ step, port, to_step }) => ({
      step,
      ...(port === null ? {} : { port }),
      ...(to_step === null ? {} : { toStep: to_step }),
    })),
    timeline: items.slice(begin, end),
    ...(begin === 0 ? {} : { earlier: begin }),
  };
}

/** What is still to come stands last, also where its time has passed already. */
function inTurn(a: TimelineItem, b: TimelineItem): number {
  return Number(a.kind === 'planned') - Number(b.kind === 'planned') || Date.parse(a.at) - Date.parse(b.at);
}

export async function findRun({ db, workspaceId }: Context, runId: RunId): Promise<RunRow> {
  const [row] = await db.execute<RunRow>(sql`
    select r.*, p.attributes, v.id as version_id, v.number, v.document, waiting.reason as wait_reason,
      coalesce(nullif(v.document->>'timeZone', 'profile'), p.time_zone, w.time_zone) as time_zone
    from runs r
    join profiles p on p.workspace_id = r.workspace_id and p.id = r.profile_id
    join workspaces w on w.id = r.workspace_id
    join journey_versions v on v.workspace_id = r.workspace_id and v.id = r.journey_version_id
    left join waits waiting on waiting.workspace_id = r.workspace_id and waiting.profile_id = r.profile_id
      and waiting.run_id = r.id and waiting.closed_at is null
    where r.workspace_id = ${workspaceId} and r.id = ${runId}`);
  if (!row) throw new JourneyError('not-found', 'This person is not in the journey.');
  return row;
}

async function visitsOf({ db, workspaceId }: Context, run: RunRow): Promise<readonly VisitRow[]> {
  return db.execute<VisitRow>(sql`
    select step, n, at, left_at, port, to_step, reason from visits
    where workspace_id = ${workspaceId} and profile_id = ${run.profile_id} and run_id = ${run.id} and step <> 'entry' order by at, n`);
}

async function conversionsOf({ db, workspaceId }: Context, run: RunRow): Promise<readonly TimelineItem[]> {
  const rows = await db.execute<{ at: string; value: string | null; name: string }>(sql`
    select c.at, c.value, e.name from conversions c join events e on e.workspace_id = c.workspace_id and e.id = c.event_id
    where c.workspace_id = ${workspaceId} and c.profile_id = ${run.profile_id} and c.run_id = ${run.id}`);
  return rows.map(({ at, value, name }) => ({
    kind: 'conversion',
    at: iso(at),
    title: `Goal reached: ${name}`,
    text: value === null ? '' : `Worth ${value}`,
  }));
}

function entered({ entry, entered_at }: RunRow): TimelineItem {
  const facts = Object.entries(entry.properties)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .slice(0, 4)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${String(value)}`);
  return {
    kind: 'entered',
    at: iso(entered_at),
    title: 'Entered',
    text: [entry.name, ...facts].join(', '),
    step: 'entry',
  };
}

function visitItems(
  { document, step: present, ended_at, due_at, wait_reason }: RunRow,
  visit: VisitRow,
  messages: readonly MessageView[],
): readonly TimelineItem[] {
  const step = document.steps[visit.step];
  const title = step?.name || visit.step;
  const message = messages.find((one) => one.step === visit.step && one.visit === visit.n);
  const common = { step: visit.step, title, ...(message ? { message } : {}) };
  if (visit.left_at !== null)
    return [
      {
        kind: message ? 'message' : 'visit',
        at: iso(message?.sendingAt ?? visit.left_at),
        text: visit.reason?.text ?? '',
        ...(visit.port === null ? {} : { port: visit.port }),
        ...(visit.to_step === null ? {} : { toStep: visit.to_step }),
        ...common,
      },
    ];
  const isHere = ended_at === null && visit.step === present;
  if (!isHere) return [];
  return [
    {
      kind: 'planned',
      at: iso(due_at ?? visit.at),
      text: message ? comingWords(message) : (wait_reason?.text ?? 'Waits here.'),
      ...common,
    },
  ];
}

/** A message that has left is waited for until its provider has answered. */
function comingWords({ state }: MessageView): string {
  return state === 'planned'
    ? 'Planned. Consent, hours and caps are looked at again just before.'
    : 'On its way to the provider.';
}

function deferralItems({ deferrals, step, stepName }: MessageView): readonly TimelineItem[] {
  if (!Array.isArray(deferrals)) return [];
  return deferrals.flatMap((one): readonly TimelineItem[] => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return [];
    const { why, at, until } = { why: undefined, at: undefined, until: undefined, ...one };
    const when = at ?? until;
    return typeof when === 'number' || typeof when === 'string'
      ? [
          {
            kind: 'deferral',
            at: new Date(when).toISOString(),
            step,
            title: `${stepName} held back`,
            text: String(why ?? ''),
          },
        ]
      : [];
  });
}

/** Why they left, unless the last turn has said it already. */
function closing({ ended_at, end_reason }: RunRow, last: VisitRow | undefined): readonly TimelineItem[] {
  if (ended_at === null) return [];
  const why = end_reason?.text ?? '';
  const text = why === last?.reason?.text ? '' : why;
  return [{ kind: 'ended', at: iso(ended_at), title: 'Left the journey', text }];
}
