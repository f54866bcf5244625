import type { Sql } from 'postgres';
import { until } from '../../harness/until.ts';

/** Seldom: what the bench asks is on the same two cores. */
const LOOK_EVERY_MS = 500;
/** A stream beyond what the machine can do is waited for as well. */
const PATIENCE_MS = 600_000;

/** When the provider was called about one person, in milliseconds since 1970. */
export interface Calls {
  readonly sms: number;
  readonly email: number;
}

/**
 * Waits until the sandbox provider has been called twice for each of these people, and answers when. The instants are taken by Postgres
 * as the sandbox stores what it has received: this machine's clock, a millisecond or two after the call came in.
 */
export function callsFor(sql: Sql, people: readonly string[], sinceMs: number): Promise<ReadonlyMap<string, Calls>> {
  let came = 0;
  return until(
    async () => {
      const [row] = await sql<
        { count: string }[]
      >`select count(*) from sandbox.messages where at >= ${new Date(sinceMs)}`;
      came = Number(row?.count ?? 0);
      return came >= 2 * people.length ? read(sql, people, sinceMs) : undefined;
    },
    {
      everyMs: LOOK_EVERY_MS,
      withinMs: PATIENCE_MS,
      missing: () => `${came} of ${2 * people.length} calls have come to the provider`,
    },
  );
}

export async function countCalls(sql: Sql, channel: string, sinceMs: number): Promise<number> {
  const [row] = await sql<
    { count: string }[]
  >`select count(*) from sandbox.messages where channel = ${channel} and at >= ${new Date(sinceMs)}`;
  return Number(row?.count ?? 0);
}

/** The same by one channel: waits until so many people were called, and answers when each was first. */
export async function callsBy(
  sql: Sql,
  channel: string,
  people: number,
  sinceMs: number,
): Promise<ReadonlyMap<string, number>> {
  let came = 0;
  await until(
    async () => {
      came = await countCalls(sql, channel, sinceMs);
      return came >= people ? true : undefined;
    },
    {
      everyMs: LOOK_EVERY_MS,
      withinMs: PATIENCE_MS,
      missing: () => `${came} of ${people} calls have come to the provider`,
    },
  );
  const rows = await sql<{ person: string; at: string }[]>`
    select split_part(coalesce(payload ->> 'subject', payload ->> 'body'), ' ', 1) as person, extract(epoch from min(at)) * 1000 as at
    from sandbox.messages where channel = ${channel} and at >= ${new Date(sinceMs)} group by 1`;
  return new Map(rows.map(({ person, at }) => [person, Number(at)]));
}

async function read(
  sql: Sql,
  people: readonly string[],
  sinceMs: number,
): Promise<ReadonlyMap<string, Calls> | undefined> {
  const rows = await sql<{ person: string; sms: string | null; email: string | null }[]>`
    select split_part(coalesce(payload ->> 'subject', payload ->> 'body'), ' ', 1) as person,
      extract(epoch from min(at) filter (where channel = 'sms')) * 1000 as sms,
      extract(epoch from min(at) filter (where channel = 'email')) * 1000 as email
    from sandbox.messages where at >= ${new Date(sinceMs)} group by 1`;
  const found = new Map(
    rows.flatMap(({ person, sms, email }) =>
      sms === null || email === null ? [] : [[person, { sms: Number(sms), email: Number(email) }] as const],
    ),
  );
  return people.every((person) => found.has(person)) ? found : undefined;
}
