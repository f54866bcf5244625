import type { MessageId, WorkspaceId } from '@wend/engine';
import { z } from 'zod';
import type { CallbackFact, ProviderAccount, ProviderAdapters } from '../channels/contract.ts';
import { washed } from '../intake/storable.ts';
import type { providers } from '../tables/index.ts';

type Provider = typeof providers.$inferSelect;

export interface Reading {
  readonly adapters: ProviderAdapters;
  readonly account: (provider: Provider) => ProviderAccount;
}
/** A callback as it was stored. */
export interface StoredCallback {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly workspace_id: WorkspaceId;
  readonly provider_id: string;
  readonly body: string;
}
/** What a provider says about a message of ours, in the workspace that it speaks for. */
export type HeardFact = Omit<CallbackFact, 'messageId'> & {
  readonly workspaceId: WorkspaceId;
  readonly messageId: MessageId;
};

export interface ReadCallback {
  readonly callback: StoredCallback;
  readonly facts: readonly HeardFact[];
  readonly error?: string;
}

/** Understands one callback. What it says is kept as far as it names our messages; what it cannot mean is told in a sentence. */
export function readCallback(
  { adapters, account }: Reading,
  callback: StoredCallback,
  provider: Provider | undefined,
): ReadCallback {
  const adapter = provider && adapters.get(provider.adapter);
  if (!provider || !adapter) return { callback, facts: [], error: 'The provider is gone' };
  try {
    const said = adapter.parseCallback(account(provider), { headers: {}, body: callback.body });
    const facts = said.flatMap((fact) => heard(callback.workspace_id, fact));
    return facts.length < said.length
      ? { callback, facts, error: 'It names a message that is not ours' }
      : { callback, facts };
  } catch (error) {
    return { callback, facts: [], error: error instanceof Error ? error.message.slice(0, 500) : String(error) };
  }
}

/** Words come from outside: they are kept as far as they can be, so that a STOP counts whatever stands beside it. */
function heard(workspaceId: WorkspaceId, { messageId, dedupe, from, text, ...fact }: CallbackFact): HeardFact[] {
  if (messageId === undefined || !z.uuid().safeParse(messageId).success) return [];
  return [
    {
      ...fact,
      workspaceId,
      messageId,
      dedupe: washed(dedupe, 200),
      ...(from === undefined ? {} : { from: washed(from, 200) }),
      ...(text === undefined ? {} : { text: washed(text, 2_000) }),
    },
  ];
}
