import { type Instant, isJsonObject, type SourceId, type WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { type Database, records, type Transaction, timestamp } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import type { Rejection } from './contract.ts';
import { excerptOf } from './excerpt.ts';
import { washed } from './storable.ts';

/** Of one request no more are shown in the product; the answer to the sender names them all. */
const SHOWN = 100;

/** Keeps refused events where whoever sends them can see them. */
export async function storeRejections(
  db: Database | Transaction,
  workspaceId: WorkspaceId,
  sourceId: SourceId,
  raw: readonly unknown[],
  rejected: readonly Rejection[],
  receivedAt: Instant,
): Promise<void> {
  if (rejected.length === 0) return;
  const rows = rejected.slice(0, SHOWN).map(({ index, reason, field }) => ({
    id: newId(),
    reason,
    field: field === undefined ? undefined : washed(field, 200),
    excerpt: excerptOf(raw[index]),
    userId: idIn(raw[index], 'userId'),
    anonymousId: idIn(raw[index], 'anonymousId'),
  }));
  await db.execute(sql`
    insert into rejected_events (workspace_id, id, source_id, reason, field, excerpt, user_id, anonymous_id, received_at)
    select ${workspaceId}, id, ${sourceId}, reason, field, excerpt, user_id, anonymous_id, ${timestamp(receivedAt)}
    from ${records('given', rows, { id: 'uuid', reason: 'text', field: 'text', excerpt: 'text', userId: 'text', anonymousId: 'text' })}`);
}

/** Whom it names, however little else of it makes sense. */
function idIn(raw: unknown, name: 'userId' | 'anonymousId'): string | undefined {
  const id = isJsonObject(raw) ? raw[name] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? washed(String(id), 255) : undefined;
}
