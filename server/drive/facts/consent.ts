import { sql } from 'drizzle-orm';
import { type Reading, records } from '../../database/index.ts';
import type { FactReader } from './context.ts';
import { presentPerson } from './present-person.ts';

export type Consent = 'granted' | 'withdrawn' | 'unknown';
interface ConsentQuestion {
  readonly profileId: string;
  readonly channel: string;
  readonly topic?: string | null | undefined;
}

/** Granted for the topic or the whole channel, and withdrawn for neither. In the order asked. */
export async function readConsent(
  db: Reading,
  workspaceId: string,
  asked: readonly ConsentQuestion[],
): Promise<readonly Consent[]> {
  const rows = await db.execute<{ n: number; withdrawn: boolean }>(sql`
    select given.n, bool_or(s.state = 'withdrawn') as withdrawn
    from ${records(
      'given',
      asked.map(({ profileId, channel, topic }, n) => ({ n, profileId, channel, topic })),
      { n: 'integer', profileId: 'uuid', channel: 'text', topic: 'text' },
    )}
    join consent_states s on s.workspace_id = ${workspaceId} and s.profile_id = ${presentPerson(workspaceId, sql`given.profile_id`)} and s.channel = given.channel and s.topic in ('*', given.topic)
    group by given.n`);
  const found = new Map(rows.map(({ n, withdrawn }) => [n, withdrawn]));
  return asked.map((_, n) => (found.has(n) ? (found.get(n) ? 'withdrawn' : 'granted') : 'unknown'));
}

export const consentFact: FactReader<'consent'> = ({ db, workspaceId }, { channel, topic }, runs) =>
  readConsent(
    db,
    workspaceId,
    runs.map(({ profileId }) => ({ profileId, channel, topic })),
  );
