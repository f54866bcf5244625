import type { Instant, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import type { Reading } from '../database/index.ts';
import type { Span, TraceParent, Traces } from './contract.ts';
import { MOST_LINKS } from './event-spans.ts';

export interface TracedRun {
  readonly run: {
    readonly id: string;
    readonly journeyId: string;
    readonly entryEventId: string | null;
    readonly createdAt: Instant;
  };
  readonly wake: { readonly eventId: string | null } | null;
}

/** What happens to a run later than this is a trace of its own that points at the event: no trace lasts for a month. */
const SAME_TRACE_MS = 10 * 60_000;

/** One drive of a convoy: a span for each of its runs, in the trace of the event that moved it. */
export class RunSpans {
  readonly #traces: Traces;
  readonly #trip: { readonly workspaceId: WorkspaceId; readonly convoyId: string };
  readonly #spans = new Map<string, Span | undefined>();

  constructor(traces: Traces, trip: { readonly workspaceId: WorkspaceId; readonly convoyId: string }) {
    this.#traces = traces;
    this.#trip = trip;
  }

  /** Begins a span for each of these that has none yet. */
  async begin(db: Reading, claimed: readonly TracedRun[], now: Instant): Promise<void> {
    const fresh = claimed.filter(({ run }) => !this.#spans.has(run.id));
    const parents = await parentsOf(db, this.#trip.workspaceId, fresh.flatMap(movedBy));
    for (const one of fresh) {
      const parent = parents.get(movedBy(one)[0] ?? '');
      this.#spans.set(one.run.id, parent === undefined ? undefined : this.#span(one, parent, now));
    }
  }

  /** A call to a provider for one of the runs. */
  call(runId: string, channel: string, messageId: string): Span | undefined {
    const parent = this.#spans.get(runId)?.parent;
    return parent === undefined
      ? undefined
      : this.#traces.start(`send ${channel}`, {
          ...{ parent, kind: 'client' },
          attributes: { 'wend.run.id': runId, 'wend.message.id': messageId, 'wend.channel': channel },
        });
  }

  end(failed: boolean): void {
    const spans = [...this.#spans.values()].flatMap((span) => span ?? []);
    if (spans.length > 0 && this.#spans.size > 1)
      this.#traces
        .start('drive convoy', {
          links: spans.slice(0, MOST_LINKS).map(({ parent }) => parent),
          attributes: { ...this.#ids, 'wend.runs': this.#spans.size },
        })
        .end({ failed });
    for (const span of spans) span.end({ failed });
  }

  get #ids() {
    const { workspaceId, convoyId } = this.#trip;
    return { 'wend.workspace.id': workspaceId, 'wend.convoy.id': convoyId } as const;
  }

  #span({ run, wake }: TracedRun, parent: TraceParent, now: Instant): Span {
    const isOfTheEvent = wake?.eventId != null || now - run.createdAt < SAME_TRACE_MS;
    const attributes = { ...this.#ids, 'wend.run.id': run.id, 'wend.journey.id': run.journeyId };
    return this.#traces.start('drive run', { ...(isOfTheEvent ? { parent } : { links: [parent] }), attributes });
  }
}

function movedBy({ run, wake }: TracedRun): readonly string[] {
  const id = wake?.eventId ?? run.entryEventId;
  return id === null ? [] : [id];
}

async function parentsOf(
  db: Reading,
  workspaceId: WorkspaceId,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, TraceParent>> {
  if (eventIds.length === 0) return new Map();
  const rows = await db.execute<{ id: string; trace_parent: string }>(sql`
    select id, trace_parent from events
    where workspace_id = ${workspaceId} and id = any(${sql.param([...new Set(eventIds)])}::uuid[]) and trace_parent is not null`);
  return new Map(rows.map((row) => [row.id, row.trace_parent]));
}
