import { assertNever, type Condition, durationMs, type Engagement, holds } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { timestamp } from '../../database/index.ts';
import type { Asked } from './asked.ts';
import { compare } from './compare.ts';
import { millisecondsAt } from './dates.ts';
import { ofEvents } from './events.ts';
import { at, constant } from './values.ts';

/**
 * A condition over the people `p` in SQL: true, false, or null where only the engine can say (a pattern, letters beyond ASCII, a local
 * time near the border of its zone). `and`, `or` and `not` of SQL carry the doubt; whoever is left in it is judged by the engine.
 */
export function predicate(condition: Condition, asked: Asked): SQL {
  switch (condition.kind) {
    case 'all':
      return joined(condition.of, asked, sql` and `, true);
    case 'any':
      return joined(condition.of, asked, sql` or `, false);
    case 'not':
      return sql`(not ${predicate(condition.of, asked)})`;
    case 'attribute':
      return compare(at(sql`p.attributes`, condition.path), condition, {
        now: millisecondsAt(asked.now),
        zone: 'theirs',
      });
    case 'events':
      return ofEvents(condition, asked);
    case 'consent':
      return ofConsent(condition, asked);
    case 'message':
      return ofMessages(condition, asked);
    case 'property':
    case 'variable':
    case 'metric':
      // There is no event, no run and no journey: what they would tell is not known.
      return constant(holds(undefined, condition, { now: asked.now, timeZone: 'UTC' }));
    case 'segment':
      // Put in its place by `expanded` before; what is left names none.
      return constant(false);
    default:
      return assertNever(condition);
  }
}

function joined(conditions: readonly Condition[], asked: Asked, word: SQL, empty: boolean): SQL {
  if (conditions.length === 0) return constant(empty);
  return sql`(${sql.join(
    conditions.map((one) => predicate(one, asked)),
    word,
  )})`;
}

/** Granted for the topic or the whole channel, and withdrawn for neither. */
function ofConsent({ channel, topic }: Extract<Condition, { kind: 'consent' }>, { workspaceId }: Asked): SQL {
  return sql`coalesce((select bool_and(s.state <> 'withdrawn') from consent_states s
    where s.workspace_id = ${workspaceId} and s.profile_id = p.id and s.channel = ${channel} and s.topic in ('*', ${topic ?? '*'})), false)`;
}

const doneAt: Readonly<Record<Engagement, SQL>> = {
  sent: sql`case when m.state in ('accepted', 'sending', 'unknown') then m.sending_at end`,
  delivered: sql`m.delivered_at`,
  opened: sql`m.opened_at`,
  clicked: sql`m.clicked_at`,
  replied: sql`m.replied_at`,
  bounced: sql`m.bounced_at`,
};

/** What they did with messages of a channel, also as whom they were before a join. */
function ofMessages(
  { did, channel, step, within }: Extract<Condition, { kind: 'message' }>,
  { workspaceId, now }: Asked,
): SQL {
  if (channel === undefined) return constant(false);
  const since = within === undefined ? sql`` : sql`and ${doneAt[did]} > ${timestamp(now - durationMs(within))}`;
  return sql`exists (select from messages m where m.workspace_id = ${workspaceId} and m.channel = ${channel}
    and m.profile_id = any(array(select p.id union all select o.id from profiles o where o.workspace_id = ${workspaceId} and o.merged_into = p.id))
    and ${doneAt[did]} is not null ${since} ${step === undefined ? sql`` : sql`and m.step = ${step}`})`;
}
