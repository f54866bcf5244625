import { assertNever, type WorkspaceId } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../../clock/index.ts';
import { type Database, records } from '../../database/index.ts';
import { deadAddresses } from '../../suppressions/dead-addresses.ts';
import { addToCount } from '../../tables/index.ts';
import type { CallOutcome } from './call-outcome.ts';

/** What a lost answer may cost at most: after so many looks it stays unknown. */
const MAX_LOOKS = 6;

interface Settlement {
  readonly state: 'accepted' | 'rejected' | 'unknown' | 'sending' | 'planned';
  readonly outcome?: object | undefined;
  readonly ref?: string | undefined;
  readonly slotAfterMs?: number | undefined;
  readonly resolveAfterMs?: number | undefined;
}

/**
 * Writes outcomes by message id. Only a message that is still `sending` or `unknown` takes one: a repeat changes nothing. What is no fact
 * (not started, unknown, to be tried again) counts for the call that it is of: one that stood still and goes on after another has taken
 * over must not have the message sent once more.
 */
export async function recordOutcomes(
  db: Database,
  clock: Clock,
  workspaceId: WorkspaceId,
  outcomes: readonly CallOutcome[],
): Promise<void> {
  // Something has come back about it before its own answer was lost: it was taken.
  const isThere = sql`(given.state in ('sending', 'unknown') and coalesce(m.delivered_at, m.opened_at, m.clicked_at, m.replied_at, m.bounced_at) is not null)`;
  const looks = sql`coalesce((m.outcome ->> 'looks')::int, 0)`;
  const state = sql`case when ${isThere} then 'accepted' when given.state = 'sending' and ${looks} >= ${MAX_LOOKS} then 'unknown' else given.state end`;
  const rows = outcomes.map((one) => ({
    ...{ profileId: one.profileId, id: one.id, call: one.resolveAfter },
    ...settlementOf(one),
  }));
  const after = (ms: SQL): SQL => sql`${clock.sql} + ${ms} * interval '1 millisecond'`;
  const invalid = outcomes
    .filter(({ outcome }) => outcome.kind === 'rejected' && outcome.scope === 'address')
    .map(({ id }) => ({ id }));
  await db.execute(sql`
    with given as (select * from ${records('given', rows, { profileId: 'uuid', id: 'uuid', call: 'instant', state: 'text', outcome: 'jsonb', ref: 'text', slotAfterMs: 'bigint', resolveAfterMs: 'bigint' })}),
    settled as (
      update messages m set
        state = ${state},
        outcome = case when ${isThere} then '{"kind": "accepted"}' when given.state = 'sending' then given.outcome || jsonb_build_object('looks', ${looks} + 1) else given.outcome end,
        provider_ref = coalesce(given.ref, m.provider_ref),
        settled_at = case when ${state} in ('accepted', 'rejected', 'unknown') then ${clock.sql} end,
        sending_at = case when given.state = 'planned' then null else m.sending_at end,
        orphaned = m.orphaned and ${state} = 'sending',
        slot_at = coalesce(${after(sql`given.slot_after_ms`)}, m.slot_at),
        resolve_after = coalesce(${after(sql`given.resolve_after_ms`)}, m.resolve_after)
      from given
      where m.workspace_id = ${workspaceId} and m.profile_id = given.profile_id and m.id = given.id
        and ((given.state in ('accepted', 'rejected') and m.state in ('sending', 'unknown')) or (m.state = 'sending' and m.resolve_after = given.call))
      returning m.*
    ),
    counted as (
      insert into counters (workspace_id, journey_id, journey_version_id, step, kind, port, shard, count)
      select workspace_id, journey_id, journey_version_id, step, case state when 'accepted' then 'sent' else state end, '', 0, count(*) from settled
      where state in ('accepted', 'rejected', 'unknown') group by 1, 2, 3, 4, 5 order by 3, 4, 5
      ${addToCount}
    )
    ${deadAddresses(sql`(select settled.* from settled join ${records('bad', invalid, { id: 'uuid' })} on bad.id = settled.id)`)}`);
}

function settlementOf({ outcome, honesty, lookUpDelayMs }: CallOutcome): Settlement {
  switch (outcome.kind) {
    case 'accepted':
      return { state: 'accepted', outcome: { kind: 'accepted' }, ref: outcome.ref };
    case 'rejected':
      return { state: 'rejected', outcome };
    case 'retry':
      return { state: 'planned', outcome, slotAfterMs: Math.ceil(outcome.afterMs) };
    case 'not-started':
      return { state: 'planned' };
    case 'absent':
      return { state: 'planned', outcome: { kind: 'retry', why: 'The provider does not have it' } };
    case 'unknown':
      if (honesty === 'opaque') return { state: 'unknown', outcome };
      return {
        state: 'sending',
        outcome,
        resolveAfterMs: honesty === 'traceable' ? lookUpDelayMs : RESEND_AFTER_MS,
      };
    default:
      return assertNever(outcome);
  }
}

/** The call has ended, so that the same id may be offered again soon. */
const RESEND_AFTER_MS = 1_000;
