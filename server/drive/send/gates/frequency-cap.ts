import { durationMs, grouped, type Instant, type MessageId, type ProfileId } from '@wend/engine';
import { eq, sql } from 'drizzle-orm';
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
 */
export const frequencyCap: Gate = async (context, standing) => {
  const obeying = standing.filter(
    ({ message }) => message.purpose === 'marketing' && message.spec.whenHeld.frequencyCap !== 'ignore',
  );
  const caps = obeying.length === 0 ? [] : await capsOf(context);
  if (caps.length === 0) return new Map();
  const sent = await sentBefore(context, obeying, Math.max(...caps.map(({ withinMs }) => withinMs)));
  const held = new Map<MessageId, Held>();
  for (const candidate of obeying) {
    const before = sent.get(candidate.person) ?? [];
    const hold = holdOf(candidate, caps, before, context.now);
    if (hold) held.set(candidate.message.id, hold);
    else sent.set(candidate.person, [...before, { channel: candidate.message.channel, at: context.now }]);
  }
  return held;
};

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
    cross join lateral (
      select given.person as id union all select p.id from profiles p where p.workspace_id = ${trip.workspaceId} and p.merged_into = given.person
    ) known_as
    join messages m on m.workspace_id = ${trip.workspaceId} and m.profile_id = known_as.id
      and m.sending_at > ${timestamp(now - withinMs)} and m.purpose = 'marketing' and m.state in ('sending', 'accepted', 'unknown')
    order by m.sending_at`);
  return grouped(
    rows.map(({ person, channel, at }) => ({ person, channel, at: Number(at) })),
    ({ person }) => person,
  );
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
