import type {
  Brand,
  ConvoyId,
  EventId,
  JourneyId,
  JourneyVersionId,
  JsonObject,
  PersonEvent,
  ProfileId,
  Reason,
  RunId,
  WorkspaceId,
} from '@wend/engine';
import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant, oneOf } from './columns.ts';
import { journeyVersions } from './journey-versions.ts';
import { profiles } from './profiles.ts';

export type ClaimId = Brand<string, 'ClaimId'>;
/** `parked`: its walk failed too often; it stands still, visible and retryable. */
export type RunPhase = 'moving' | 'waiting' | 'sending' | 'calling' | 'parked' | 'ended';

/** One person's passage through one version. Written by `drive` alone, once it exists. */
export const runs = pgTable(
  'runs',
  {
    workspaceId: uuid().$type<WorkspaceId>().notNull(),
    profileId: uuid().$type<ProfileId>().notNull(),
    id: uuid().$type<RunId>().notNull(),
    journeyId: uuid().$type<JourneyId>().notNull(),
    journeyVersionId: uuid().$type<JourneyVersionId>().notNull(),
    /** What tells two live runs of one person apart (a cart, an order); '' where a journey has no key. */
    entryKey: text().notNull().default(''),
    phase: text().$type<RunPhase>().notNull().default('moving'),
    step: text().notNull().default('entry'),
    visit: integer().notNull().default(0),
    arrivedAt: instant().notNull(),
    /** Visits so far, by step. */
    visits: jsonb().$type<Record<string, number>>().notNull().default({}),
    variables: jsonb().$type<JsonObject>().notNull().default({}),
    entry: jsonb().$type<PersonEvent>().notNull(),
    entryEventId: uuid().$type<EventId>(),
    holdout: boolean().notNull().default(false),
    /** The entry event's own time: windows of goals count from here. */
    enteredAt: instant().notNull(),
    lastSendAt: instant(),
    dueAt: instant(),
    convoyId: uuid().$type<ConvoyId>(),
    claim: uuid().$type<ClaimId>(),
    leaseUntil: instant(),
    /** Claims since the run last moved; a run that kills its drive shows here. */
    claims: integer().notNull().default(0),
    error: text(),
    /** Set together with the run's exit: the run is over though `drive` has yet to end it, so the same event may start the next. */
    exitedAt: instant(),
    endedAt: instant(),
    endReason: jsonb().$type<Reason>(),
    createdAt: instant().notNull(),
    // What indexes hold of a run that travels does not change with its steps: an update that changes nothing indexed writes no index.
    /** When the clock has to seat it: its due time, while it stands in no convoy. */
    clockAt: instant().generatedAlwaysAs(
      sql`case when ended_at is null and convoy_id is null and phase <> 'parked' then due_at end`,
    ),
    /** The step it stands on, while it stands in no convoy. */
    restsOn: text().generatedAlwaysAs(sql`case when ended_at is null and convoy_id is null then step end`),
    isParked: boolean().generatedAlwaysAs(sql`phase = 'parked'`),
  },
  (run) => [
    primaryKey({ columns: [run.workspaceId, run.profileId, run.id] }),
    foreignKey({ columns: [run.workspaceId, run.profileId], foreignColumns: [profiles.workspaceId, profiles.id] }),
    foreignKey({
      columns: [run.workspaceId, run.journeyVersionId, run.journeyId],
      foreignColumns: [journeyVersions.workspaceId, journeyVersions.id, journeyVersions.journeyId],
    }),
    // A person holds one live run of a journey per entry key, whatever the version; re-entry opens a new row once this one has ended.
    uniqueIndex('runs_one_live')
      .on(run.workspaceId, run.profileId, run.journeyId, run.entryKey)
      .where(sql`${run.endedAt} is null and ${run.exitedAt} is null`),
    // What the clock forms into convoys, journey by journey, since those that are paused are left out.
    index('runs_due').on(run.journeyId, run.clockAt).where(sql`${run.clockAt} is not null`),
    index('runs_exited')
      .on(run.workspaceId)
      .where(sql`${run.exitedAt} is not null and ${run.endedAt} is null and ${run.convoyId} is null`),
    index('runs_convoy').on(run.convoyId).where(sql`${run.convoyId} is not null and ${run.endedAt} is null`),
    // Lists go by the latest run first.
    index('runs_live').on(run.journeyId, run.id).where(sql`${run.endedAt} is null`),
    index('runs_rests').on(run.journeyId, run.restsOn, run.id).where(sql`${run.restsOn} is not null`),
    // What happens now, and the days of the list of journeys.
    index('runs_entered').on(run.journeyId, run.createdAt),
    // Who leaves now; and the old ones, which are let go of.
    index('runs_ended').on(run.journeyId, run.endedAt).where(sql`${run.endedAt} is not null`),
    index('runs_over').on(run.journeyId, run.id).where(sql`${run.endedAt} is not null`),
    // They are counted, and few.
    index('runs_parked').on(run.journeyId).where(sql`${run.isParked}`),
    check('runs_ended', sql`(${run.phase} = 'ended') = (${run.endedAt} is not null)`),
    check('runs_claim_has_lease', sql`(${run.claim} is null) = (${run.leaseUntil} is null)`),
    check('runs_at_rest_is_due', sql`${run.phase} in ('ended', 'parked', 'calling') or ${run.dueAt} is not null`),
    oneOf<RunPhase>('runs_phase', run.phase, {
      moving: true,
      waiting: true,
      sending: true,
      calling: true,
      parked: true,
      ended: true,
    }),
  ],
);
export type Run = typeof runs.$inferSelect;
