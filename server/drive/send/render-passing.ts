import type { JsonObject, MessageId } from '@wend/engine';
import { sql } from 'drizzle-orm';
import { records } from '../../database/index.ts';
import { type Candidate, type Held, skipped, type Verdicts } from './candidate.ts';
import type { GateContext } from './gate-context.ts';

interface Passing {
  readonly payloads: ReadonlyMap<MessageId, JsonObject>;
  readonly held: Verdicts;
}

/** Renders what has passed; what was rendered before keeps its bytes, because providers refuse one key with two bodies. */
export async function renderPassing(
  { deps, tx, trip: { workspaceId }, now }: GateContext,
  passing: readonly Candidate[],
): Promise<Passing> {
  const payloads = new Map<MessageId, JsonObject>();
  const held = new Map<MessageId, Held>();
  for (const { message } of passing) if (message.payload) payloads.set(message.id, message.payload);
  const fresh = passing.filter(({ message }) => message.payload === null);
  if (fresh.length === 0) return { payloads, held };
  const rendered = await deps.render(
    tx,
    fresh.map(({ run, message, profile, address = '' }) => ({
      workspaceId,
      profileId: run.profileId,
      id: message.id,
      journeyVersionId: run.journeyVersionId,
      step: message.step,
      to: address,
      spec: message.spec,
      profile,
      entry: run.entry,
      variables: run.variables,
    })),
    now,
  );
  const links = fresh.flatMap(({ run, message }) => {
    const result = rendered.get(message.id);
    if (result?.kind === 'rendered') payloads.set(message.id, result.payload);
    else held.set(message.id, skipped('empty', result?.why ?? 'Nothing was rendered'));
    return result?.kind === 'rendered'
      ? result.links.map((link) => ({ ...link, profileId: run.profileId, messageId: message.id }))
      : [];
  });
  if (links.length > 0) {
    // A token that is drawn twice would lead to somebody else's page: the statement is refused, and the next try draws anew.
    await tx.execute(sql`
      with given as (select * from ${records('given', links, { profileId: 'uuid', messageId: 'uuid', n: 'integer', token: 'text', url: 'text' })}),
      kept as (
        insert into message_links (workspace_id, profile_id, message_id, n, url) select ${workspaceId}, profile_id, message_id, n, url from given
        on conflict do nothing returning profile_id, message_id, n
      )
      insert into link_tokens (token, workspace_id, profile_id, message_id, n)
      select token, ${workspaceId}, profile_id, message_id, n from given join kept using (profile_id, message_id, n)`);
  }
  return { payloads, held };
}
