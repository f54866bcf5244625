import { channel, type Json, type JsonObject } from '@wend/engine';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Context } from '../access/index.ts';
import { anyJson, anyObject, id, moment } from '../answers/index.ts';
import type { MessageState } from '../tables/index.ts';
import { iso } from './iso.ts';
import { person, personOf } from './person.ts';

const state = z
  .enum(['planned', 'sending', 'accepted', 'rejected', 'skipped', 'ghost', 'unknown'] satisfies MessageState[])
  .meta({
    description:
      '`planned`: not sent yet. `sending`: the provider is being asked. `skipped`: held back and left out. `ghost`: would have been sent to somebody of the comparison group. `unknown`: the provider may have it',
  });

export const messageView = z
  .object({
    id,
    at: moment.meta({ description: 'When it was planned' }),
    profileId: id,
    person,
    journeyId: id,
    journeyName: z.string(),
    runId: id,
    step: z.string(),
    stepName: z.string(),
    visit: z.int().meta({ description: 'Which visit of the step it belongs to, from 1' }),
    channel,
    state,
    to: z.string().exactOptional().meta({ description: 'The address; absent until it is sent' }),
    payload: anyObject('As it was rendered for the provider, by the fields of its channel').exactOptional(),
    outcome: anyObject('What the provider or a gate said of it').exactOptional(),
    deferrals: anyJson('Each time it was held back, with the gate, the reason and until when'),
    sendingAt: moment.exactOptional(),
    deliveredAt: moment.exactOptional(),
    clickedAt: moment.exactOptional(),
    repliedAt: moment.exactOptional(),
  })
  .meta({ id: 'Message' });
export type MessageView = z.infer<typeof messageView>;

interface Row {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly planned_at: string;
  readonly profile_id: string;
  readonly attributes: JsonObject;
  readonly journey_id: string;
  readonly journey_name: string;
  readonly run_id: string;
  readonly step: string;
  readonly step_name: string | null;
  readonly visit: number;
  readonly channel: string;
  readonly state: MessageState;
  readonly address: string | null;
  readonly payload: JsonObject | null;
  readonly outcome: JsonObject | null;
  readonly deferrals: Json;
  readonly sending_at: string | null;
  readonly delivered_at: string | null;
  readonly clicked_at: string | null;
  readonly replied_at: string | null;
}

export interface MessageFilter {
  readonly state?: string | undefined;
  readonly channel?: string | undefined;
  readonly journeyId?: string | undefined;
  readonly profileId?: string | undefined;
  readonly runId?: string | undefined;
  /** Messages planned before this id come next. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Messages, the latest first. */
export async function readMessages(
  { db, workspaceId }: Context,
  filter: MessageFilter,
): Promise<readonly MessageView[]> {
  const only = (column: SQL, value: string | undefined): SQL =>
    value === undefined ? sql`` : sql`and ${column} = ${value}`;
  const rows = await db.execute<Row>(sql`
    select m.*, p.attributes, j.name as journey_name, v.document #>> array['steps', m.step, 'name'] as step_name
    from messages m
    join profiles p on p.workspace_id = m.workspace_id and p.id = m.profile_id
    join journeys j on j.workspace_id = m.workspace_id and j.id = m.journey_id
    join journey_versions v on v.workspace_id = m.workspace_id and v.id = m.journey_version_id
    where m.workspace_id = ${workspaceId} ${inState(workspaceId, filter.state)} ${only(sql`m.channel`, filter.channel)}
      ${only(sql`m.journey_id`, filter.journeyId)} ${only(sql`m.profile_id`, filter.profileId)} ${only(sql`m.run_id`, filter.runId)}
      ${filter.before === undefined ? sql`` : sql`and m.id < ${filter.before}`}
    order by m.id desc limit ${filter.limit}`);
  return rows.map(viewOf);
}

/** What is rare is found by its index. Planned, or on its way, is what a run stands at, or has left behind. */
function inState(workspaceId: string, state: string | undefined): SQL {
  switch (state) {
    case undefined:
      return sql``;
    case 'planned':
    case 'sending':
      return sql`and m.state = ${state} and (m.orphaned or (m.profile_id, m.run_id) in (
        select runs.profile_id, runs.id from runs where runs.workspace_id = ${workspaceId} and runs.ended_at is null and runs.phase in ('sending', 'parked')))`;
    case 'accepted':
      return sql`and m.state = ${state}`;
    default:
      return sql`and m.odd_state = ${state}`;
  }
}

function viewOf(row: Row): MessageView {
  return {
    id: row.id,
    at: iso(row.planned_at),
    profileId: row.profile_id,
    person: personOf(row.attributes),
    journeyId: row.journey_id,
    journeyName: row.journey_name,
    runId: row.run_id,
    step: row.step,
    stepName: row.step_name || row.step,
    visit: row.visit,
    channel: row.channel,
    state: row.state,
    deferrals: row.deferrals,
    ...(row.address === null ? {} : { to: row.address }),
    ...(row.payload === null ? {} : { payload: row.payload }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.sending_at === null ? {} : { sendingAt: iso(row.sending_at) }),
    ...(row.delivered_at === null ? {} : { deliveredAt: iso(row.delivered_at) }),
    ...(row.clicked_at === null ? {} : { clickedAt: iso(row.clicked_at) }),
    ...(row.replied_at === null ? {} : { repliedAt: iso(row.replied_at) }),
  };
}
