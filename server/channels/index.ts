import { builtInChannels } from '@wend/engine';
import type { ProviderAdapter, ProviderAdapters } from './contract.ts';
import { sandboxAdapter } from './sandbox.ts';
import { Transport } from './transport.ts';

export type * from './contract.ts';
export { sandboxAdapter, sandboxAdapterName } from './sandbox.ts';
export { Transport } from './transport.ts';

const honesties = ['idempotent', 'traceable', 'opaque'] as const;

/** Every provider that can be spoken to, by the name that a provider account carries. */
export function providerAdapters(transport: Transport = new Transport()): ProviderAdapters {
  const adapters: readonly ProviderAdapter[] = builtInChannels.flatMap((channel) =>
    honesties.map((honesty) => sandboxAdapter(transport, channel, honesty)),
  );
  return new Map(adapters.map((adapter) => [adapter.adapter, adapter]));
}
