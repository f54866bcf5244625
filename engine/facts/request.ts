import type { Engagement, PropertyTest } from '../condition/schema.ts';
import { canonicalJson } from '../document/canonical.ts';
import type { Instant } from '../time/instant.ts';
import type { Json, JsonObject } from '../values/json.ts';
import type { Metric } from './metric.ts';

/** What a decision must know. Requests are plain data, so that a thousand runs on one step cost one query. */
export type FactRequest =
  | { readonly kind: 'profile' }
  | {
      readonly kind: 'events';
      readonly event: string;
      readonly where?: readonly PropertyTest[] | undefined;
      /** ISO 8601, fixed length, back from now. */
      readonly within?: string | undefined;
      readonly since?: 'entry' | undefined;
      /** Below the event, e.g. `properties.revenue`. */
      readonly sum?: string | undefined;
    }
  | {
      readonly kind: 'message';
      readonly did: Engagement;
      readonly step?: string | undefined;
      readonly channel?: string | undefined;
      readonly within?: string | undefined;
    }
  | { readonly kind: 'segment'; readonly segment: string }
  | { readonly kind: 'consent'; readonly channel: string; readonly topic?: string | undefined }
  /** The arm recorded for this person at this step of this journey, over all of its versions. */
  | { readonly kind: 'assignment'; readonly step: string }
  | { readonly kind: 'metric'; readonly metric: Metric };

export interface ProfileFact {
  readonly attributes: JsonObject;
  /** IANA zone: the person's, else the journey's or the workspace's. */
  readonly timeZone: string;
  readonly language?: string | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
}
export interface EventsFact {
  readonly count: number;
  readonly sum: number;
  readonly lastAt?: Instant | undefined;
}
export interface MetricFact {
  readonly numerator: number;
  readonly denominator: number;
}

/** The answer to a request, by its kind. */
export interface FactOf {
  readonly profile: ProfileFact;
  readonly events: EventsFact;
  readonly message: EventsFact;
  readonly segment: boolean;
  readonly consent: 'granted' | 'withdrawn' | 'unknown';
  readonly assignment: string | undefined;
  readonly metric: MetricFact;
}
export type FactValue = FactOf[keyof FactOf];

/** Two requests with one key are one question. */
export function factKey(request: FactRequest): string {
  return canonicalJson(factAsJson(request));
}

function factAsJson(request: FactRequest): Json {
  // Requests are plain data by construction; the union only lacks an index signature.
  return request as unknown as Json;
}

/** The facts of one run, read by request. */
export class Facts {
  readonly #values: ReadonlyMap<string, FactValue>;

  constructor(values: ReadonlyMap<string, FactValue>) {
    this.#values = values;
  }

  /** Throws when the node type did not ask for this fact: a defect of the node type, not of data. */
  read<R extends FactRequest>(request: R): FactOf[R['kind']] {
    const key = factKey(request);
    if (!this.#values.has(key)) throw new Error(`Fact was not asked for: ${key}`);
    return valueOf<R>(this.#values.get(key));
  }
}

function valueOf<R extends FactRequest>(value: FactValue | undefined): FactOf[R['kind']] {
  // World answers each request by its kind; the map cannot say so in types.
  return value as FactOf[R['kind']];
}
