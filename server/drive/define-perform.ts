import type { CallId, JsonObject, ProfileId, WorkspaceId } from '@wend/engine';
import { CallLanes } from './call-lanes.ts';

/** What a perform may use; anything that leaves the house goes through here. */
export interface PerformServices {
  readonly fetch: typeof fetch;
  /** The value behind a reference to a secret; undefined where there is none of that name. */
  readonly secret: (name: string) => Promise<string | undefined>;
}

export interface PerformInput {
  readonly input: JsonObject;
  readonly services: PerformServices;
  readonly signal: AbortSignal;
  /** The same at every try of one call. */
  readonly idempotencyKey: CallId;
  readonly workspaceId: WorkspaceId;
  readonly profileId: ProfileId;
  /** From 1. */
  readonly attempt: number;
  /** Whoever posts a JSON object here finishes the call with it: at once, hours or months later. Good for this call alone. */
  readonly callbackUrl: string;
}

export type PerformResult =
  | { readonly kind: 'done'; readonly output: JsonObject }
  | { readonly kind: 'failed'; readonly why: string }
  /** Not now: tried again after `afterMs`, as often as the limits allow. */
  | { readonly kind: 'retry'; readonly afterMs?: number | undefined; readonly why: string }
  /** Goes on when `callbackUrl` is called, or after `withinMs` (90 days) without that: then `resume` is told `unknown`. */
  | { readonly kind: 'waiting-for-callback'; readonly withinMs?: number | undefined };

export interface PerformLimits {
  /** Calls in flight at a time, per process. */
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly attempts: number;
  /** Calls started a second. */
  readonly rate: number;
}
const usualLimits: PerformLimits = { concurrency: 20, timeoutMs: 10_000, attempts: 5, rate: 1_000 };

export interface Perform {
  readonly nodeType: string;
  readonly limits: PerformLimits;
  /** Shared by all convoys of the process. */
  readonly lanes: CallLanes;
  readonly run: (input: PerformInput) => Promise<PerformResult>;
}
export type Performs = ReadonlyMap<string, Perform>;

/** The I/O of a node type whose `decide` answers `call`. What it throws is tried again. */
export function definePerform(nodeType: string, run: Perform['run'], limits: Partial<PerformLimits> = {}): Perform {
  const all = { ...usualLimits, ...limits };
  return { nodeType, run, limits: all, lanes: new CallLanes(all) };
}

export function performsOf(performs: readonly Perform[]): Performs {
  return new Map(performs.map((perform) => [perform.nodeType, perform]));
}
