import type { ProfileId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { ReadAgain, records, type Transaction } from '../../database/index.ts';
import { newId } from '../../ids/index.ts';
import { profilePartition } from '../../intake/partition.ts';
import type { MatcherDeps, Queued } from '../contract.ts';
import { loadPeople } from './load-people.ts';
import { mergePeople } from './merge-people.ts';
import { storeConsents, storeContactPoints, storeIdentities, storePeople } from './store-people.ts';
import { tell, type Withheld } from './tell.ts';

/** Who these events are about and what they tell of them. Answers whether a run was told to end. */
export async function learn(
  deps: MatcherDeps,
  tx: Transaction,
  workspaceId: WorkspaceId,
  events: readonly Queued[],
): Promise<boolean> {
  const people = await loadPeople(deps, tx, workspaceId, events);
  const about: { readonly event: Queued; readonly profileId: ProfileId }[] = [];
  const withheld: OfSomebody[] = [];
  for (const event of events) {
    const knownBefore = people.isKnown(event);
    const person = people.of(event);
    withheld.push(...tell(person, event, knownBefore).map((one) => ({ ...one, profileId: person.id })));
    about.push({ event, profileId: person.id });
  }
  const present = people.all();
  await storePeople(deps, tx, workspaceId, present);
  const merged = await mergePeople(deps, tx, workspaceId, people.merges());
  await storeIdentities(deps, tx, workspaceId, people);
  await storeContactPoints(deps, tx, workspaceId, present);
  await storeConsents(deps, tx, workspaceId, present);
  await passOn(
    tx,
    workspaceId,
    about.map(({ event, profileId }) => ({
      seq: event.seq,
      eventId: event.eventId,
      profileId: people.current(profileId),
    })),
  );
  await showWithheld(
    tx,
    workspaceId,
    withheld.map((one) => ({ ...one, profileId: people.current(one.profileId) })),
  );
  return merged;
}

/** What was withheld, and of whom. */
type OfSomebody = Withheld & { readonly profileId: ProfileId };

interface About {
  readonly seq: number;
  readonly eventId: Queued['eventId'];
  readonly profileId: ProfileId;
}

/** Says of each event whose it is, and queues it for matching. */
async function passOn(tx: Transaction, workspaceId: WorkspaceId, about: readonly About[]): Promise<void> {
  const rows = about.map((one) => ({ ...one, partition: profilePartition(one.profileId) }));
  const passed = await tx.execute(sql`
    with given as materialized (select * from ${records('given', rows, { seq: 'bigint', eventId: 'uuid', profileId: 'uuid', partition: 'smallint' })}),
    theirs as (
      update events set profile_id = given.profile_id from given where events.workspace_id = ${workspaceId} and events.id = given.event_id
    )
    update event_queue set stage = 'match', profile_id = given.profile_id, partition = given.partition, attempts = 0, error = null
    from given where event_queue.seq = given.seq returning event_queue.seq`);
  // Whoever was erased took their events along: what was learned of them just now is to be of nobody.
  if (passed.length < rows.length) throw new ReadAgain('What came in');
}

/** What a public key may not say is refused where whoever sends it can see it; the event itself counts. */
async function showWithheld(tx: Transaction, workspaceId: WorkspaceId, withheld: readonly OfSomebody[]): Promise<void> {
  const rows = withheld.flatMap(({ event, field, profileId }) =>
    event.sourceId === undefined
      ? []
      : [
          {
            id: newId(),
            sourceId: event.sourceId,
            field,
            excerpt: JSON.stringify({ type: event.type, userId: event.userId }),
            userId: event.userId,
            anonymousId: event.anonymousId,
            profileId,
            receivedAt: event.receivedAt,
          },
        ],
  );
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into rejected_events (workspace_id, id, source_id, reason, field, excerpt, user_id, anonymous_id, profile_id, received_at)
    select ${workspaceId}, id, source_id, 'A browser key may not set this for a person who is known; the rest of the event was kept', field, excerpt, user_id, anonymous_id, profile_id, received_at
    from ${records('given', rows, { id: 'uuid', sourceId: 'uuid', field: 'text', excerpt: 'text', userId: 'text', anonymousId: 'text', profileId: 'uuid', receivedAt: 'instant' })}`);
}
