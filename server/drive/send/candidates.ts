import { changedProfile } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records, type Transaction, together } from '../../database/index.ts';
import type { Message, Run } from '../../tables/index.ts';
import type { Watermarks } from '../../trips/watermark.ts';
import { presentPerson } from '../facts/present-person.ts';
import { readProfiles } from '../facts/profile.ts';
import { ownChanges } from '../own-changes.ts';
import type { Plans } from '../plans.ts';
import type { Trip } from '../trip.ts';
import type { Candidate } from './candidate.ts';
import type { HeldPeople } from './hold-people.ts';
import type { ProviderRow } from './provider.ts';

export interface PlannedSend {
  readonly run: Run;
  readonly message: Message;
}

/** What a slice sends by one channel, and the account that speaks for it. */
export interface Chunk {
  readonly planned: readonly PlannedSend[];
  readonly provider: ProviderRow | undefined;
  /** How far the matcher had come before it. */
  readonly watermarks: Watermarks;
}

/** What the gates look at; person and address are read under the lock. */
export async function candidatesOf(
  tx: Transaction,
  { workspaceId }: Trip,
  { planned: all, provider, watermarks }: Chunk,
  held: HeldPeople,
  plans: Plans,
): Promise<readonly Candidate[]> {
  const planned = all.filter(({ run }) => held.has(run.profileId));
  const ids = planned.map(({ run }) => run.profileId);
  const runs = planned.map(({ run }) => run);
  // What steps changed first: learned in between, it is read twice, and never not at all.
  const [untold, people, addresses] = await together(
    ownChanges(tx, workspaceId, watermarks, runs),
    readProfiles(tx, { workspaceId, timeZone: 'profile' }, ids),
    addressesOf(tx, workspaceId, planned),
  );
  return planned.map(({ run, message }) => {
    const plan = plans.get(run.journeyVersionId);
    const stored = people.get(run.profileId);
    const person = held.get(run.profileId) ?? run.profileId;
    // Either would be a defect. It fails the drive, whose claims are counted, until the run stands alone and is parked.
    if (plan === undefined || plan instanceof Error)
      throw plan ?? new Error(`Version ${run.journeyVersionId} is not there`);
    if (stored === undefined) throw new Error(`Profile ${run.profileId} is not there`);
    const { document } = plan;
    const profile = changedProfile(stored, untold.get(run.id) ?? []);
    const timeZone = document.timeZone === 'profile' ? profile.timeZone : document.timeZone;
    return {
      run,
      message,
      document,
      person,
      profile: { ...profile, timeZone },
      provider,
      address: message.address ?? addresses.get(message.id),
    };
  });
}

/** The newest active address of each person on the channel. */
async function addressesOf(
  tx: Transaction,
  workspaceId: string,
  planned: readonly PlannedSend[],
): Promise<ReadonlyMap<string, string>> {
  const asked = planned.map(({ message: { id, profileId, channel } }) => ({ id, profileId, channel }));
  const rows = await tx.execute<{ id: string; address: string }>(sql`
    select distinct on (given.id) given.id, p.address from ${records('given', asked, { id: 'uuid', profileId: 'uuid', channel: 'text' })}
    join contact_points p on p.workspace_id = ${workspaceId} and p.profile_id = ${presentPerson(workspaceId, sql`given.profile_id`)} and p.channel = given.channel and p.state = 'active'
    order by given.id, p.created_at desc, p.id desc`);
  return new Map(rows.map(({ id, address }) => [id, address]));
}
