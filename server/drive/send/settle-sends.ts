import { sql } from 'drizzle-orm';
import type { DriveDeps } from '../deps.ts';
import type { Trip } from '../trip.ts';

/** Gives back our runs whose message is not settled: until the provider wants it again, or may be asked what became of it. */
export async function settleSends({ db, clock }: DriveDeps, { workspaceId, convoyId, claim }: Trip): Promise<void> {
  await db.execute(sql`
    update runs set claim = null, lease_until = null, claims = 0, due_at = case m.state when 'sending' then m.resolve_after else m.slot_at end
    from messages m
    where runs.workspace_id = ${workspaceId} and runs.convoy_id = ${convoyId} and runs.ended_at is null and runs.claim = ${claim} and runs.phase = 'sending'
      and m.workspace_id = runs.workspace_id and m.profile_id = runs.profile_id and m.run_id = runs.id and m.step = runs.step and m.visit = runs.visit
      and ((m.state = 'sending' and m.resolve_after > ${clock.sql}) or (m.state = 'planned' and m.slot_at > ${clock.sql}))`);
}
