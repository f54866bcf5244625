import type { EventId, WorkspaceId } from '@wend/engine';
import { PgTransaction } from 'drizzle-orm/pg-core';
import { apart, type Database, faultOf, type Transaction } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import type { Accepted, EventSource, IntakeDeps, NewEvent, Rejection } from './contract.ts';
import { storeEvents } from './store-events.ts';
import { storeRejections } from './store-rejections.ts';
import { judgeTimes } from './times.ts';
import { readEvent } from './wire.ts';

export interface AcceptOptions {
  /** When the request left the sender, by its clock. */
  readonly sentAt?: unknown;
  /** History: stored and counted, moves nobody. */
  readonly imported?: boolean;
  /** Where an event of this name stands in a trace. */
  readonly traceOf?: ((name: string) => string) | undefined;
}

interface Placed {
  readonly index: number;
  readonly event: NewEvent;
}

type AcceptDeps = Omit<IntakeDeps, 'db'> & { readonly db: Database | Transaction };

/** Takes events in as they were sent. What can be kept is kept and will be processed, once; what cannot is named. Evaluates nothing. */
export async function acceptEvents(
  deps: AcceptDeps,
  workspaceId: WorkspaceId,
  source: EventSource,
  raw: readonly unknown[],
  { sentAt, imported = false, traceOf }: AcceptOptions = {},
): Promise<Accepted> {
  const receivedAt = await deps.clock.now(deps.db);
  const sourceId = source.kind === 'product' ? undefined : source.id;
  const placed: Placed[] = [];
  const rejected: Rejection[] = [];
  for (const [index, one] of raw.entries()) {
    const event = readEvent(one, index, { sentAt, trusted: source.kind === 'product' });
    if ('reason' in event) rejected.push(event);
    else
      placed.push({
        index,
        event: {
          ...{ ...event, ...judgeTimes(event, receivedAt, imported), id: newId(), sourceId, receivedAt },
          traceParent: traceOf?.(event.name),
        },
      });
  }
  const ids = await storeAll(deps, workspaceId, firstOfEach(placed), rejected);
  rejected.sort((one, other) => one.index - other.index);
  if (sourceId !== undefined) await storeRejections(deps.db, workspaceId, sourceId, raw, rejected, receivedAt);
  if (ids.size > 0) deps.hint?.();
  return { eventIds: placed.flatMap(({ event }) => ids.get(event.messageId) ?? []), rejected };
}

/** A message that a request holds twice is one message. */
function firstOfEach(placed: readonly Placed[]): readonly Placed[] {
  const first = new Map<string, Placed>();
  for (const one of placed) if (!first.has(one.event.messageId)) first.set(one.event.messageId, one);
  return [...first.values()];
}

/** Should Postgres refuse what the checks let through, the culprit is named and the others are kept. */
async function storeAll(
  deps: AcceptDeps,
  workspaceId: WorkspaceId,
  placed: readonly Placed[],
  rejected: Rejection[],
): Promise<ReadonlyMap<string, EventId>> {
  const stored = await apart<Placed, ReadonlyMap<string, EventId>>(
    placed,
    (some) => storeTogether(deps, workspaceId, some),
    ({ index, event: { messageId } }) => {
      rejected.push({ index, messageId, reason: 'It could not be stored' });
      return new Map();
    },
  );
  return new Map(stored.flatMap((ids) => [...ids]));
}

async function storeTogether(
  deps: AcceptDeps,
  workspaceId: WorkspaceId,
  placed: readonly Placed[],
): Promise<ReadonlyMap<string, EventId>> {
  const events = placed.map(({ event }) => event);
  try {
    return await guarded(deps.db, (db) => storeEvents(db, workspaceId, events));
  } catch (error) {
    if (faultOf(error) === 'retry') return storeTogether(deps, workspaceId, placed);
    throw error;
  }
}

/** A transaction in which a statement fails takes no more; one of somebody else's goes on behind a savepoint. */
function guarded<T>(db: Database | Transaction, work: (db: Database | Transaction) => Promise<T>): Promise<T> {
  return db instanceof PgTransaction ? db.transaction(work) : work(db);
}
