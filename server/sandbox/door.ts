import { and, eq, like } from 'drizzle-orm';
import type { Scope } from '../access/index.ts';
import { providers } from '../tables/index.ts';

/** Where the sandbox listens, and what opens an account of it. */
export interface SandboxDoor {
  readonly url: string;
  readonly keyOf: (providerId: string) => string;
}

export type SandboxProvider = Pick<typeof providers.$inferSelect, 'id' | 'channel' | 'name' | 'adapter'>;

/** The accounts of a workspace at the sandbox, one for each provider of theirs that it plays. */
export async function sandboxProviders({ db, workspaceId }: Scope, channel?: string): Promise<SandboxProvider[]> {
  const rows = await db
    .select({ id: providers.id, channel: providers.channel, name: providers.name, adapter: providers.adapter })
    .from(providers)
    .where(and(eq(providers.workspaceId, workspaceId), like(providers.adapter, 'sandbox-%')))
    .orderBy(providers.createdAt, providers.id);
  return rows.filter((row) => channel === undefined || row.channel === channel);
}

/** Asks the sandbox in the name of one of its accounts. */
export function askSandbox(door: SandboxDoor, id: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...init.headers, authorization: `Bearer ${door.keyOf(id)}` };
  return fetch(`${door.url}/accounts/${id}/${path}`, { ...init, headers });
}

/** A body for it, from within a transaction: it does not wait for ever. */
export function told(method: 'POST' | 'PUT', body: unknown): RequestInit {
  const headers = { 'content-type': 'application/json' };
  return { method, headers, body: JSON.stringify(body), signal: AbortSignal.timeout(5_000) };
}
