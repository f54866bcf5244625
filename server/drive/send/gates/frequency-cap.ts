import {
  durationMs,
  grouped,
  type Instant,
  type JourneyId,
  type MessageId,
  type ProfileId,
  type WorkspaceId,
} from '@wend/engine';
import { eq, type SQL, sql } from 'drizzle-orm';
import { epochMs, records, timestamp } from '../../../database/index.ts';
import { frequencyCaps } from '../../../tables/index.ts';
import { type Candidate, type Held, skipped } from '../candidate.ts';
import type { Gate, GateContext } from '../gate-context.ts';

interface Cap {
  readonly channel: string | null;
  readonly max: number;
  readonly withinMs: number;
}
interface Sent {
  readonly channel: string;
  readonly at: Instant;
}

/**
 * Rolling windows over the marketing that left, this chunk included: two messages of one person in one chunk count each other. What
 * went to somebody who turned out to be this person counts as theirs.
 *
 * What would have been sent takes no room of what is. It is itself judged as if its journey sent to this person: by what left, and by
 * what that journey would have sent before. Ghosts of other journeys do not count, since those send nothing to who is compared with it.
 */
export const frequencyCap: Gate = async (context, standing) => {
  const obeying = standing.filter(
    ({ message }) => message.purpose === 'marketing' && message.spec.whenHeld.frequencyCap !== 'ignore',
  );
  const caps = obeying.length === 0 ? [] : await capsOf(context);
  if (caps.length === 0) return new Map();
  const withinMs = Math.max(...caps.map(({ withinMs }) => withinMs));
  const sent = await sentBefore(context, obeying, withinMs);
  const ghosts = await ghostsBefore(context, obeying, withinMs);
  const held = new Map<MessageId, Held>();
  for (const candidate of obeying) {
    const { person, message, run } = candidate;
    const [left, own] = [sent.get(person) ?? [], ghosts.get(ghostKey(person, run.journeyId)) ?? []];
    const hold = holdOf(candidate, caps, run.holdout ? inOrder([...left, ...own]) : left, context.now);
    const one = { channel: message.channel, at: context.now };
    if (hold) held.set(message.id, hold);
    else if (run.holdout) ghosts.set(ghostKey(person, run.journeyId), [...own, one]);
    else sent.set(person, [...left, one]);
  }
  return held;
};

const ghostKey = (person: ProfileId, journeyId: JourneyId): string => `${person} ${journeyId}`;
const inOrder = (sent: readonly Sent[]): readonly Sent[] => sent.toSorted((a, b) => a.at - b.at);

async function capsOf({ tx, trip }: GateContext): Promise<readonly Cap[]> {
  const rows = await tx.select().from(frequencyCaps).where(eq(frequencyCaps.workspaceId, trip.workspaceId));
  return rows.map(({ channel, max, within }) => ({ channel, max, withinMs: durationMs(within) }));
}

async function sentBefore(
  { tx, trip, now }: GateContext,
  candidates: readonly Candidate[],
  withinMs: number,
): Promise<Map<ProfileId, readonly Sent[]>> {
  const people = [...new Set(candidates.map(({ person }) => person))].map((person) => ({ person }));
  const rows = await tx.execute<{ person: ProfileId; channel: string; at: string }>(sql`
    select given.person, m.channel, ${epochMs(sql`m.sending_at`)} as at
    from ${records('given', people, { person: 'uuid' })}
    ${knownAs(trip.workspaceId)}
    cross join lateral (
      select channel, sending_at from messages where workspace_id = ${trip.workspaceId} and profile_id = known_as.id
        and sending_at > ${timestamp(now - withinMs)} and purpose = 'marketing' and state in ('sending', 'accepted', 'unknown') offset 0
    ) m
    order by m.sending_at`);
  return grouped(
    rows.map(({ person, channel, at }) => ({ person, channel, at: Number(at) })),
    ({ person }) => person,
  );
}

/** What these journeys would have sent to these people; nobody is asked about where nobody is held out. */
async function ghostsBefore(
  { tx, trip, now }: GateContext,
  candidates: readonly Candidate[],
  withinMs: number,
): Promise<Map<string, readonly Sent[]>> {
  const heldOut = candidates.filter(({ run }) => run.holdout);
  if (heldOut.length === 0) return new Map();
  const asked = new Map(
    heldOut.map(({ person, run: { journeyId } }) => [ghostKey(person, journeyId), { person, journeyId }]),
  );
  const rows = await tx.execute<{ person: ProfileId; journey_id: JourneyId; channel: string; at: string }>(sql`
    select given.person, m.journey_id, m.channel, ${epochMs(sql`m.settled_at`)} as at
    from ${records('given', [...asked.values()], { person: 'uuid', journeyId: 'uuid' })}
    ${knownAs(trip.workspaceId)}
    join messages m on m.workspace_id = ${trip.workspaceId} and m.profile_id = known_as.id and m.journey_id = given.journey_id
      and m.settled_at > ${timestamp(now - withinMs)} and m.purpose = 'marketing' and m.state = 'ghost'`);
  return grouped(
    rows.map(({ person, journey_id: journeyId, channel, at }) => ({ person, journeyId, channel, at: Number(at) })),
    ({ person, journeyId }) => ghostKey(person, journeyId),
  );
}

/** Whoever the person of a given row is and was. */
function knownAs(workspaceId: WorkspaceId): SQL {
  return sql`cross join lateral (
      select given.person as id union all select p.id from profiles p where p.workspace_id = ${workspaceId} and p.merged_into = given.person
    ) known_as`;
}

function holdOf({ message }: Candidate, caps: readonly Cap[], sent: readonly Sent[], now: Instant): Held | undefined {
  const freeAt = caps
    .filter(({ channel }) => channel === null || channel === message.channel)
    .map(({ channel, max, withinMs }) =>
      freeAgainAt(
        sent.filter((one) => channel === null || one.channel === channel),
        max,
        withinMs,
        now,
      ),
    );
  const until = Math.max(now, ...freeAt);
  if (until === now) return undefined;
  const why = 'Already got as many messages as the cap allows';
  if (message.spec.whenHeld.frequencyCap === 'skip' || !Number.isFinite(until)) return skipped('frequency-cap', why);
  return { kind: 'deferred', gate: 'frequency-cap', why, until };
}

/** When fewer than `max` lie in the window again; now, if that is so already; never, for a cap of none. */
function freeAgainAt(sent: readonly Sent[], max: number, withinMs: number, now: Instant): number {
  if (max === 0) return Number.POSITIVE_INFINITY;
  const inWindow = sent.filter(({ at }) => at > now - withinMs);
  const blocking = inWindow[inWindow.length - max];
  return blocking ? blocking.at + withinMs : now;
}
