import type { Instant, ProfileId } from '@wend/engine';
import { newId } from '../../ids/index.ts';
import type { Queued } from '../contract.ts';
import { anonymous, type Identity, identityKey, user } from './identity.ts';
import type { Merge, Person } from './person.ts';

/** Who is who, while the events of a batch are read one after another. Nothing here touches the database. */
export class People {
  readonly #byId = new Map<ProfileId, Person>();
  readonly #byIdentity = new Map<string, ProfileId>();
  /** Where those went who turned out to be somebody else. */
  readonly #mergedInto = new Map<ProfileId, ProfileId>();
  readonly newIdentities: { readonly identity: Identity; readonly person: ProfileId }[] = [];
  readonly #merges: Merge[] = [];

  constructor(
    stored: readonly Person[],
    identities: ReadonlyMap<string, ProfileId>,
    merged: ReadonlyMap<ProfileId, ProfileId>,
  ) {
    for (const person of stored) this.#byId.set(person.id, person);
    for (const [key, id] of identities) this.#byIdentity.set(key, id);
    for (const [id, person] of merged) if (id !== person) this.#mergedInto.set(id, person);
  }

  /** Everyone a batch made or knows, without those who became others. */
  all(): readonly Person[] {
    return [...this.#byId.values()].filter(({ id }) => !this.#mergedInto.has(id));
  }

  /** Merges of stored people, each straight into the one who remains. */
  merges(): readonly Merge[] {
    return this.#merges.map((merge) => ({ ...merge, survivor: this.current(merge.survivor) }));
  }

  current(id: ProfileId): ProfileId {
    const next = this.#mergedInto.get(id);
    return next === undefined ? id : this.current(next);
  }

  person(id: ProfileId): Person {
    const found = this.#byId.get(this.current(id));
    if (!found) throw new Error('A person of the batch was not read');
    return found;
  }

  /** Whether the books know the person whom this event names, before it is told. */
  isKnown({ profileId, userId, anonymousId }: Queued): boolean {
    if (profileId !== undefined) return this.person(profileId).known;
    const named =
      (userId === undefined ? undefined : this.#find(user(userId))) ??
      (userId === undefined && anonymousId !== undefined ? this.#find(anonymous(anonymousId)) : undefined);
    return named?.known ?? false;
  }

  /** The person an event is about; makes one where nobody has these ids, joins two where an event says they are one. */
  of(event: Queued): Person {
    if (event.profileId !== undefined) return this.person(event.profileId);
    const person = event.userId === undefined ? this.#stranger(event) : this.#user(event, event.userId);
    if (event.type === 'alias' && event.previousId !== undefined) return this.#alias(event, person, event.previousId);
    return person;
  }

  #stranger({ anonymousId = '', receivedAt }: Queued): Person {
    return this.#find(anonymous(anonymousId)) ?? this.#make(anonymous(anonymousId), receivedAt);
  }

  #user(event: Queued, userId: string): Person {
    const stranger = event.anonymousId === undefined ? undefined : this.#find(anonymous(event.anonymousId));
    const found =
      this.#find(user(userId)) ?? this.#claimed(stranger, userId) ?? this.#make(user(userId), event.receivedAt);
    if (event.anonymousId === undefined) return found;
    if (!stranger) this.#give(anonymous(event.anonymousId), found);
    // A device on which somebody else signed in before stays theirs.
    else if (stranger.id !== found.id && !stranger.known) return this.#merge(stranger, found, event);
    return found;
  }

  /** A stranger who says who they are, for the first time anybody does. */
  #claimed(stranger: Person | undefined, userId: string): Person | undefined {
    if (!stranger || stranger.known) return undefined;
    this.#give(user(userId), stranger);
    stranger.known = true;
    return stranger;
  }

  #alias(event: Queued, person: Person, previousId: string): Person {
    const previous = [user(previousId), anonymous(previousId)].flatMap((identity) => this.#find(identity) ?? []);
    if (previous.length === 0) this.#give(anonymous(previousId), person);
    let survivor = person;
    for (const other of previous) {
      // A page may say who a stranger was, never that two people of the books are one.
      const allowed = event.sourceKind !== 'browser' || !other.known;
      if (allowed && this.current(other.id) !== survivor.id)
        survivor = this.#merge(this.person(other.id), survivor, event);
    }
    return survivor;
  }

  #find(identity: Identity): Person | undefined {
    const id = this.#byIdentity.get(identityKey(identity));
    return id === undefined ? undefined : this.person(id);
  }

  #make(identity: Identity, createdAt: Instant): Person {
    const id = newId<ProfileId>();
    const person: Person = {
      id,
      isNew: true,
      createdAt,
      known: identity.kind === 'user',
      attributes: {},
      timeZone: undefined,
      language: undefined,
      country: undefined,
      changed: true,
      contactPoints: [],
      consents: [],
    };
    this.#byId.set(id, person);
    this.#give(identity, person);
    return person;
  }

  #give(identity: Identity, { id }: Person): void {
    this.#byIdentity.set(identityKey(identity), id);
    this.newIdentities.push({ identity, person: id });
  }

  /** A stored person outlives one of this batch; else the one the event names outlives the other. */
  #merge(other: Person, named: Person, event: Queued): Person {
    const [loser, survivor] = named.isNew && !other.isNew ? [named, other] : [other, named];
    const trusted = event.sourceKind !== 'browser' || !survivor.known;
    this.#mergedInto.set(loser.id, survivor.id);
    if (!loser.isNew) this.#merges.push({ loser: loser.id, survivor: survivor.id, eventId: event.eventId, trusted });
    absorb(survivor, loser, trusted);
    return survivor;
  }
}

function absorb(survivor: Person, loser: Person, trusted: boolean): void {
  survivor.known ||= loser.known;
  survivor.changed = true;
  survivor.consents.push(...loser.consents.filter(({ action }) => trusted || action === 'withdrawn'));
  if (!trusted) return;
  survivor.attributes = { ...loser.attributes, ...survivor.attributes };
  survivor.timeZone ??= loser.timeZone;
  survivor.language ??= loser.language;
  survivor.country ??= loser.country;
  survivor.contactPoints.push(...loser.contactPoints);
}
