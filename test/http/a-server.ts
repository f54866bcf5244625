import { randomBytes } from 'node:crypto';
import { brandId, builtInNodes, nodeTypesOf, type WorkspaceId } from '@wend/engine';
import { makeAuth } from '../../server/access/auth.ts';
import { Keys, WhoAsked } from '../../server/access/index.ts';
import { providerAdapters } from '../../server/channels/index.ts';
import { databaseClock } from '../../server/clock/index.ts';
import type { Database } from '../../server/database/index.ts';
import { callBack } from '../../server/drive/index.ts';
import { type AppParts, makeApp } from '../../server/http/index.ts';
import { newId } from '../../server/ids/index.ts';
import { intakeRoutes } from '../../server/intake/index.ts';
import { makeRenderer } from '../../server/messages/render.ts';
import { publicRoutes } from '../../server/process/roles/public-routes.ts';
import { addressHashBy } from '../../server/suppressions/address-hash.ts';
import { members, type Role, users, workspaces } from '../../server/tables/index.ts';
import { aDatabase, aFolder, type TestDatabase } from '../harness/index.ts';
import { holdToDocument } from './the-document.ts';

export const ORIGIN = 'http://localhost:4600';

/** Routes of a workspace that are no GET and change nothing: they ask with more than an address can hold. */
export const questions: ReadonlySet<string> = new Set(['POST /journeys/{journeyId}/preview']);

/** A browser of somebody: its own cookie, the headers a browser sends. */
export interface Client {
  readonly workspaceId: WorkspaceId;
  readonly userId: string;
  /** The path begins after `/api/w/:workspaceId` unless it begins with `//`, which stands for the root. A `Blob` is sent as it is. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

export interface TestServer {
  readonly db: Database;
  readonly app: ReturnType<typeof makeApp>;
  readonly keys: Keys;
  readonly errors: readonly unknown[];
  readonly signInLink: (email: string) => Promise<string>;
  /** Somebody in a workspace of their own, signed in by a link. */
  member(role?: Role): Promise<Client>;
}

/** The whole web server of an installation, on a database of its own unless one is given, asked in memory. Each of its answers is held to its document. */
export async function aServer(
  parts: Partial<AppParts> = {},
  database?: Pick<TestDatabase, 'db' | 'reads'>,
): Promise<TestServer> {
  const { db, reads } = database ?? (await aDatabase());
  const clock = parts.clock ?? databaseClock;
  const trips = { look: () => {} };
  const keys = new Keys(randomBytes(32));
  const auth = makeAuth({ db, secret: keys.of('session'), publicUrl: ORIGIN });
  const errors: unknown[] = [];
  const sandbox = parts.sandbox ?? { url: 'http://127.0.0.1:9', keyOf: () => 'none-listens' };
  const app = makeApp({
    whoAsked: new WhoAsked({ db, reads, auth, clock, trips }),
    clock,
    keys,
    auth,
    nodeTypes: nodeTypesOf(builtInNodes),
    nodeModules: { modules: new Map(), moduleOf: new Map() },
    render: makeRenderer({ publicUrl: ORIGIN, unsubscribeKey: keys.of('unsubscribe') }),
    sandbox,
    publicUrl: ORIGIN,
    port: 4600,
    hint: () => {},
    onError: (error) => errors.push(error),
    finishCall: (id, output) => callBack({ db, clock, trips }, id, output),
    intake: intakeRoutes({ db, clock, hint: () => {} }),
    publicRoutes: publicRoutes({
      db,
      clock,
      unsubscribeKey: keys.of('unsubscribe'),
      addressHash: addressHashBy(keys.of('suppressions')),
      adapters: providerAdapters(),
      account: ({ id }) => ({ id, config: { url: sandbox.url, account: id, key: sandbox.keyOf(id) } }),
      heard: () => {},
    }),
    editor: aFolder(),
    metrics: async () => '',
    readiness: async () => ({ ready: true, missing: [], silentProviders: [] }),
    ...parts,
  });
  holdToDocument(app);
  return { db, app, keys, errors, signInLink: (email) => auth.linkFor(email), member };

  async function member(role: Role = 'owner'): Promise<Client> {
    const [workspaceId, userId] = [newId<WorkspaceId>(), newId()];
    const now = new Date();
    await db.insert(workspaces).values({ id: workspaceId, name: 'Shop', createdAt: now.getTime() });
    const email = `${userId}@example.com`;
    await db
      .insert(users)
      .values({ id: userId, name: 'Ada', email, emailVerified: true, createdAt: now, updatedAt: now });
    await db.insert(members).values({ workspaceId, userId, role, createdAt: now.getTime() });
    const cookie = await signIn(new URL(await auth.linkFor(email)));
    return { workspaceId: brandId(workspaceId), userId, ask: (...asked) => ask(workspaceId, cookie, ...asked) };
  }

  async function signIn(link: URL): Promise<string> {
    const answer = await app.request(link, { headers: { host: link.host } });
    return answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
  }

  async function ask(
    workspaceId: string,
    cookie: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const url = path.startsWith('//') ? path.slice(1) : `/api/w/${workspaceId}${path}`;
    return app.request(`${ORIGIN}${url}`, {
      method,
      headers: { host: 'localhost:4600', origin: ORIGIN, cookie, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    });
  }
}
