import type { JourneyId, JourneyVersionId, WorkspaceId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { bigint, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { oneOf } from './columns.ts';

/** Of a step: how many came, left by a port, rest there, and what became of its messages. Of the entry: entered, converted, ended. */
export type CounterKind =
  | 'entered'
  | 'ended'
  | 'converted'
  | 'arrived'
  | 'left'
  | 'resting'
  | 'sent'
  | 'delivered'
  | 'clicked'
  | 'skipped'
  | 'rejected'
  | 'unknown'
  | 'ghost';

/** Live counts, kept by `drive` in the transaction that moves the runs. Shards keep parallel drives off each other's rows. */
export const counters = pgTable(
  'counters',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    journeyId: uuid().$type<JourneyId>().notNull(),
    journeyVersionId: uuid().$type<JourneyVersionId>().notNull(),
    step: text().notNull(),
    kind: text().$type<CounterKind>().notNull(),
    /** The way out that was taken (`left`), else ''. */
    port: text().notNull().default(''),
    shard: smallint().notNull(),
    count: bigint({ mode: 'number' }).notNull(),
  },
  (counter) => [
    primaryKey({
      columns: [
        counter.workspaceId,
        counter.journeyId,
        counter.journeyVersionId,
        counter.step,
        counter.kind,
        counter.port,
        counter.shard,
      ],
    }),
    oneOf<CounterKind>('counters_kind', counter.kind, {
      entered: true,
      ended: true,
      converted: true,
      arrived: true,
      left: true,
      resting: true,
      sent: true,
      delivered: true,
      clicked: true,
      skipped: true,
      rejected: true,
      unknown: true,
      ghost: true,
    }),
  ],
);

/** The end of an `insert into counters`: what is counted there already is added to. */
export const addToCount = sql`on conflict (workspace_id, journey_id, journey_version_id, step, kind, port, shard) do update set count = counters.count + excluded.count`;
