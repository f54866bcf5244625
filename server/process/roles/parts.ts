import type { CallId } from '@wend/engine';
import { type Keys, signId } from '../../access/index.ts';
import type { ProviderAccount } from '../../channels/contract.ts';
import { providerAdapters } from '../../channels/index.ts';
import { makeRenderer } from '../../messages/render.ts';
import { sandboxKeys } from '../../sandbox/account-key.ts';
import type { RoleSettings } from '../../settings/index.ts';
import { addressHashBy } from '../../suppressions/address-hash.ts';
import type { providers } from '../../tables/index.ts';

type Provider = typeof providers.$inferSelect;

/** What more than one role speaks to providers with. */
export function sendingParts(settings: RoleSettings, keys: Keys) {
  const sandboxKeyOf = sandboxKeys(keys.of('callbacks'));
  return {
    sandbox: { url: settings.sandboxUrl, keyOf: sandboxKeyOf },
    adapters: providerAdapters(),
    account: ({ id, config, adapter }: Provider): ProviderAccount => ({
      id,
      // Each start may find the sandbox on another port; whoever has the old one now gets nothing, least of all the key.
      config: adapter.startsWith('sandbox-')
        ? { ...config, url: settings.sandboxUrl, account: id, key: sandboxKeyOf(id) }
        : config,
    }),
    // Callbacks of the sandbox come from this machine; any other provider calls the public address.
    callbackUrl: ({ workspaceId, id, adapter }: Provider): string =>
      `${adapter.startsWith('sandbox-') ? `http://127.0.0.1:${settings.port}` : settings.publicUrl}/callbacks/${workspaceId}/${id}`,
    callBackAt: (id: CallId): string => `${settings.publicUrl}/calls/${signId(keys.of('calls'), id)}`,
    render: makeRenderer({ publicUrl: settings.publicUrl, unsubscribeKey: keys.of('unsubscribe') }),
    addressHash: addressHashBy(keys.of('suppressions')),
  };
}
