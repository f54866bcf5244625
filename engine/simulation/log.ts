import type { Engagement } from '../condition/schema.ts';
import type { Metric } from '../facts/metric.ts';
import { changedProfile } from '../facts/place.ts';
import { factKey, type MetricFact, type ProfileFact } from '../facts/request.ts';
import type { PersonEvent } from '../node/resumption.ts';
import type { Instant } from '../time/instant.ts';
import type { JsonObject } from '../values/json.ts';

export interface LoggedEvent extends PersonEvent {
  readonly profileId: string;
}
/** Something that happened to a message, or was done with it. */
export interface LoggedMessage {
  readonly profileId: string;
  readonly step: string;
  readonly channel: string;
  readonly did: Engagement;
  readonly at: Instant;
}

const nobody: ProfileFact = { attributes: {}, timeZone: 'UTC' };

/** All that is known, in memory: what a simulation reads and adds to. */
export class Log {
  readonly events: LoggedEvent[] = [];
  readonly messages: LoggedMessage[] = [];
  readonly profiles = new Map<string, ProfileFact>();
  /** Members by segment. */
  readonly segments = new Map<string, ReadonlySet<string>>();
  readonly #consents = new Map<string, 'granted' | 'withdrawn'>();
  readonly #assignments = new Map<string, string>();
  readonly #metrics = new Map<string, MetricFact>();

  readonly #changes: { readonly profileId: string; readonly at: Instant; readonly attributes: JsonObject }[] = [];

  /** The person as known at an instant. */
  profile(id: string, at: Instant = Number.POSITIVE_INFINITY): ProfileFact {
    const profile = this.profiles.get(id) ?? nobody;
    const changes = this.#changes.filter((change) => change.profileId === id && change.at <= at);
    if (changes.length === 0) return profile;
    const inOrder = changes.toSorted((a, b) => a.at - b.at).map(({ attributes }) => attributes);
    return changedProfile(profile, inOrder);
  }

  /** By path, as a step sets them. */
  setAttributes(profileId: string, attributes: JsonObject, at: Instant): void {
    this.#changes.push({ profileId, attributes, at });
  }

  /** The events of a person by their time. */
  eventsOf(profileId: string): readonly LoggedEvent[] {
    return this.events.filter((event) => event.profileId === profileId).sort((a, b) => a.at - b.at);
  }

  /** When something of the person changes after this: an event, an attribute, something done with a message. */
  changesAfter(profileId: string, after: Instant): readonly Instant[] {
    return [...this.events, ...this.messages, ...this.#changes]
      .filter((change) => change.profileId === profileId && change.at > after)
      .map(({ at }) => at);
  }

  consent(profileId: string, channel: string, topic: string | undefined): 'granted' | 'withdrawn' | 'unknown' {
    return this.#consents.get(`${profileId} ${channel} ${topic ?? ''}`) ?? 'unknown';
  }
  setConsent(profileId: string, channel: string, topic: string | undefined, state: 'granted' | 'withdrawn'): void {
    this.#consents.set(`${profileId} ${channel} ${topic ?? ''}`, state);
  }

  /** By journey and step, over all versions. */
  assignment(profileId: string, journeyId: string, step: string): string | undefined {
    return this.#assignments.get(`${profileId} ${journeyId} ${step}`);
  }
  /** The first assignment wins. */
  assign(profileId: string, journeyId: string, step: string, arm: string): void {
    const key = `${profileId} ${journeyId} ${step}`;
    if (!this.#assignments.has(key)) this.#assignments.set(key, arm);
  }

  metric(metric: Metric): MetricFact {
    return this.#metrics.get(factKey({ kind: 'metric', metric })) ?? { numerator: 0, denominator: 0 };
  }
  setMetric(metric: Metric, value: MetricFact): void {
    this.#metrics.set(factKey({ kind: 'metric', metric }), value);
  }
}
