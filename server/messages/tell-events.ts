import { sql } from 'drizzle-orm';
import type { Database } from '../database/index.ts';
import { acceptEvents, type IntakeDeps } from '../intake/index.ts';
import type { TouchedMessage } from './facts-of-messages.ts';

const NAMES: Readonly<Record<string, string>> = { clicked: 'Message Clicked', replied: 'Message Replied' };

/** What a person did with a message becomes an event of theirs, so that a journey can wait for it. */
export async function tellEvents(deps: IntakeDeps, touched: readonly TouchedMessage[]): Promise<void> {
  const told = touched.filter(isTold);
  const workspaces = new Set(told.map(({ workspace_id }) => workspace_id));
  for (const workspaceId of workspaces) {
    const own = told.filter((one) => one.workspace_id === workspaceId);
    const ids = await userIdsOf(deps.db, own);
    const events = own.flatMap((one) => {
      const who = ids.get(one.profile_id);
      if (!who) return [];
      const properties = {
        journeyId: one.journey_id,
        step: one.step,
        messageId: one.id,
        channel: one.channel,
        ...one.detail,
      };
      return [{ type: 'track', messageId: idOf(one), event: NAMES[one.kind], properties, ...who }];
    });
    if (events.length > 0) await acceptEvents(deps, workspaceId, { kind: 'product' }, events);
  }
}

/** Of clicks the first; of replies each, since each says something. */
function isTold({ kind, is_first, machine }: TouchedMessage): boolean {
  return kind === 'replied' ? !machine : is_first && NAMES[kind] !== undefined;
}

function idOf({ kind, id, dedupe }: TouchedMessage): string {
  return kind === 'replied' ? `${kind}-${id}-${dedupe}` : `${kind}-${id}`;
}

async function userIdsOf(
  db: Database,
  touched: readonly TouchedMessage[],
): Promise<ReadonlyMap<string, { userId: string } | { anonymousId: string }>> {
  const ids = sql.join(
    touched.map(({ profile_id }) => sql`${profile_id}::uuid`),
    sql`, `,
  );
  const rows = await db.execute<{ profile_id: string; kind: string; value: string }>(sql`
    select distinct on (p.id) p.id as profile_id, i.kind, i.value from profiles p
    join profile_identities i on i.workspace_id = p.workspace_id and i.profile_id = coalesce(p.merged_into, p.id)
    where p.id in (${ids}) order by p.id, i.kind desc`);
  return new Map(
    rows.map(({ profile_id, kind, value }) => [
      profile_id,
      kind === 'user' ? { userId: value } : { anonymousId: value },
    ]),
  );
}
