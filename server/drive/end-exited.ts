import { sql } from 'drizzle-orm';
import { records, type Transaction } from '../database/index.ts';
import type { Claimed } from './claim.ts';
import type { Counted } from './record/count.ts';
import type { Trip } from './trip.ts';
import { type Moved, stateOf } from './walk-batch.ts';

/** A run that the matcher declared over ends here, through the same commit as any other move. */
export function endedBy(claimed: Claimed): Moved {
  const { run, exit } = claimed;
  const reason = exit?.reason ?? { text: 'Ended' };
  const at = exit?.at ?? run.arrivedAt;
  const left = { port: undefined, to: undefined, at, reason };
  return {
    claimed,
    resume: undefined,
    walked: {
      run: stateOf(run),
      rest: { kind: 'end', reason },
      visits: [{ step: run.step, n: run.visit, at: run.arrivedAt, left }],
      effects: [],
      assignments: [],
    },
  };
}

/** What was planned for a run that has ended is not sent. One that is on its way is left to the clock's sweep. */
export async function dropMessages(tx: Transaction, { workspaceId }: Trip, moved: readonly Moved[]): Promise<void> {
  const ended = moved.flatMap(({ claimed: { run, exit, message } }) =>
    exit && (message?.state === 'planned' || message?.state === 'sending')
      ? [{ profileId: run.profileId, id: message.id, at: exit.at, why: exit.reason.text }]
      : [],
  );
  if (ended.length === 0) return;
  await tx.execute(sql`
    update messages set orphaned = messages.state = 'sending', state = case when messages.state = 'planned' then 'skipped' else 'sending' end,
      settled_at = case when messages.state = 'planned' then given.at end,
      outcome = case when messages.state = 'planned' then jsonb_build_object('kind', 'skipped', 'gate', 'exit', 'why', given.why) else messages.outcome end
    from ${records('given', ended, { profileId: 'uuid', id: 'uuid', at: 'instant', why: 'text' })}
    where messages.workspace_id = ${workspaceId} and messages.profile_id = given.profile_id and messages.id = given.id and messages.state in ('planned', 'sending')`);
}

export function conversionsOf({ claimed: { run, exit } }: Moved): readonly Counted[] {
  if (exit?.kind !== 'goal') return [];
  return [
    { journeyId: run.journeyId, journeyVersionId: run.journeyVersionId, step: 'entry', kind: 'converted', by: 1 },
  ];
}
