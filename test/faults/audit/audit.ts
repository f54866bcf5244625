import type { JourneyId, WorkspaceId } from '@wend/engine';
import type { Database } from '../../../server/database/index.ts';
import type { Message } from '../../../server/tables/index.ts';
import type { Blow } from '../bed/blows.ts';
import type { Provider } from '../bed/provider.ts';
import type { Demand } from './demand.ts';
import { type RunSeen, type Seen, see } from './seen.ts';

/** What a case has caused, and what therefore must be true in the end. */
export interface Audited {
  readonly db: Database;
  readonly workspaceId: WorkspaceId;
  readonly journeyIds: readonly JourneyId[];
  readonly provider: Provider;
  /** Events that a 200 was answered for, by the id that the shop gave them. */
  readonly accepted: ReadonlySet<string>;
  /** How many runs each person must have had. */
  readonly runsOf: ReadonlyMap<string, number>;
  readonly demandOf: (run: RunSeen) => Demand;
  readonly blows: readonly Blow[];
  /** Of how many messages at most nobody can be sure for what fell on us: a chunk for each blow. */
  readonly mayBeUnknown: number;
}

const CHANNELS_WITHOUT_PROOF = ['push'];
const MOST = 12;
/** An answer is written down within 50 ms; on a machine that does all of this at once it may take longer. */
const WRITTEN_WITHIN_MS = 5_000;

/** Everything that is not as promised, a sentence each; nothing where all is. */
export async function audit(audited: Audited): Promise<string[]> {
  const seen = await see(audited.db, audited.workspaceId, audited.journeyIds);
  return [
    ...eventsOf(audited, seen),
    ...runsOf(audited, seen),
    ...seen.runs.flatMap((run) => [...placeOf(audited, run), ...messagesOf(audited, run)]),
    ...ledgerOf(audited, seen),
  ];
}

/** The first of many, so that they can be read. */
export function inShort(faults: readonly string[]): string {
  const rest = faults.length - MOST;
  return [...faults.slice(0, MOST), ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n');
}

/** Accepted means processed, once. */
function eventsOf({ accepted }: Audited, { events, queue, callbacks }: Seen): string[] {
  const times = new Map<string, number>();
  for (const { messageId } of events) times.set(messageId, (times.get(messageId) ?? 0) + 1);
  const nobodys = new Set(events.filter(({ profileId }) => profileId === null).map(({ messageId }) => messageId));
  return [
    ...[...accepted].flatMap((id) => {
      const count = times.get(id) ?? 0;
      if (count !== 1) return [`Event ${id} was accepted and is stored ${count} times`];
      return nobodys.has(id) ? [`Event ${id} was accepted and is nobody's`] : [];
    }),
    ...queue.map(({ eventId, stage, error }) => `Event ${eventId} is still to ${stage}: ${error ?? 'no error'}`),
    ...(callbacks > 0 ? [`${callbacks} callbacks were taken and not understood`] : []),
  ];
}

function runsOf(audited: Audited, { runs }: Seen): string[] {
  const found = new Map<string, number>();
  for (const { person } of runs) found.set(person, (found.get(person) ?? 0) + 1);
  const people = new Set([...found.keys(), ...audited.runsOf.keys()]);
  return [...people].flatMap((person) => {
    const [is, must] = [found.get(person) ?? 0, audited.runsOf.get(person) ?? 0];
    return is === must ? [] : [`${person} has ${is} runs and must have ${must}`];
  });
}

/** Every run at the step that the journey demands. */
function placeOf({ demandOf }: Audited, seen: RunSeen): string[] {
  const { run, person, path } = seen;
  const demand = demandOf(seen);
  const wrong: string[] = [];
  if (run.phase !== demand.phase)
    wrong.push(
      `${person} must have ${demand.phase} and is ${run.phase} at ${run.step}${run.error ? `: ${run.error}` : ''}`,
    );
  if (!sameThings(path, ['entry', ...demand.path]))
    wrong.push(
      `${person} must have come to ${demand.path.join(', ')} and came to ${path.join(', ')}: ${historyOf(seen)}`,
    );
  return wrong;
}

/** What happened and what was sent, in seconds since they entered. */
function historyOf({ run, events, messages }: RunSeen): string {
  const since = (at: number | null): string => (at === null ? 'never' : `${(at - run.enteredAt) / 1_000} s`);
  return [
    ...events.map(({ name, at, receivedAt }) => `${name} at ${since(at)}, received at ${since(receivedAt)}`),
    ...messages.map(({ step, state, sendingAt }) => `${step} ${state} at ${since(sendingAt)}`),
  ].join('; ');
}

/** Every message at the provider once; or unknown, where the provider can say nothing and has it once at most. */
function messagesOf({ provider, demandOf }: Audited, seen: RunSeen): string[] {
  const { person, messages } = seen;
  const { sent } = demandOf(seen);
  const gone = messages.filter(({ state }) => state === 'accepted' || state === 'unknown').map(({ step }) => step);
  return [
    ...(sameThings(gone, sent)
      ? []
      : [`${person} must have been sent ${sent.join(', ')} and was sent ${gone.join(', ') || 'nothing'}`]),
    ...messages.flatMap((message) => {
      const copies = provider.copiesOf(message.id);
      const fault = faultOf(message, copies.length);
      const times = copies
        .map(({ atMs }) => `${(atMs - (message.sendingAt ?? message.plannedAt)) / 1_000} s`)
        .join(', ');
      return fault === undefined
        ? []
        : [`${person}'s ${message.step} ${fault} (${times} after it was to leave; ${JSON.stringify(message.outcome)})`];
    }),
    ...messages.flatMap(({ id, step, deliveredAt, clickedAt }) =>
      Object.entries({ delivered: deliveredAt, clicked: clickedAt })
        .filter(([kind, at]) => provider.told.has(`${id}:${kind}`) && at === null)
        .map(([kind]) => `${person}'s ${step} was told to be ${kind} and is not shown so`),
    ),
  ];
}

function faultOf({ state, channel, step }: Message, copies: number): string | undefined {
  switch (state) {
    case 'accepted':
      return copies === 1 ? undefined : `is shown as sent and the provider has it ${copies} times`;
    case 'unknown':
      if (!CHANNELS_WITHOUT_PROOF.includes(channel)) return 'is unknown though its provider could be asked';
      return copies <= 1 ? undefined : `is unknown and the provider has it ${copies} times`;
    case 'planned':
    case 'sending':
      return `is still ${state}`;
    default:
      return copies === 0 ? undefined : `is shown as ${state} and the provider has ${step} ${copies} times`;
  }
}

/** The provider has nothing that Wend does not know of, and no more is unknown than may be. */
function ledgerOf(audited: Audited, { runs, messageIds }: Seen): string[] {
  const { provider, mayBeUnknown } = audited;
  const ours = runs
    .flatMap(({ messages }) => messages)
    .filter(({ id, state }) => state === 'unknown' && !provider.withheld.has(id) && !provider.cutOff.has(id));
  const without = ours.filter((message) => !wasUnderWay(audited, message)).length;
  const strange = provider.ledger.filter(({ to, reference }) => provider.isOurs(to) && !messageIds.has(reference));
  return [
    ...strange.map(({ channel, to }) => `The provider has a message by ${channel} to ${to} that Wend knows nothing of`),
    ...(ours.length > mayBeUnknown
      ? [`${ours.length} messages are unknown for our faults, and only ${mayBeUnknown} may be`]
      : []),
    ...(without > 0 ? [`${without} messages are unknown, and were not under way when a blow fell`] : []),
  ];
}

/** Whether it had left, and its answer was not yet written down, while a blow lasted. */
function wasUnderWay({ blows, provider }: Audited, { id, sendingAt }: Message): boolean {
  const answeredMs = provider.answeredAt.get(id) ?? Number.POSITIVE_INFINITY;
  return blows.some(
    ({ fromMs, toMs }) => sendingAt !== null && sendingAt <= toMs && answeredMs >= fromMs - WRITTEN_WITHIN_MS,
  );
}

function sameThings(some: readonly string[], others: readonly string[]): boolean {
  return JSON.stringify([...some].sort()) === JSON.stringify([...others].sort());
}
