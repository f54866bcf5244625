import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { isGlance } from '../links/glance.ts';
import type { ApiDeps, Env } from './env.ts';
import { noStore } from './guard.ts';
import { limitActors, limitAddresses, usualLimits } from './limits.ts';
import { plainRequest } from './plain-request.ts';
import { journeyRoutes } from './routes/journeys.ts';
import { keyRoutes } from './routes/keys.ts';
import { meRoutes } from './routes/me.ts';
import { parkedRoutes } from './routes/parked.ts';
import { peopleRoutes } from './routes/people.ts';
import { sandboxRoutes, sandboxStream } from './routes/sandbox.ts';
import { secretRoutes } from './routes/secrets.ts';
import { segmentRoutes } from './routes/segments.ts';
import { streamRoutes } from './routes/stream.ts';
import { workspaceRoutes } from './routes/workspace.ts';
import { inWorkspace, signedIn } from './session.ts';

const LARGEST_BODY = 2_000_000;

/** Everything under `/api`. Its type is what the editor's client is made of. */
export function apiRoutes(deps: ApiDeps) {
  const workspace = new OpenAPIHono<Env>()
    .route('/', journeyRoutes(deps))
    .route('/', parkedRoutes(deps))
    .route('/', peopleRoutes())
    .route('/', workspaceRoutes(deps))
    .route('/', segmentRoutes())
    .route('/', secretRoutes(deps))
    .route('/', sandboxRoutes(deps))
    .route('/', sandboxStream(deps))
    .route('/', keyRoutes())
    .route('/', streamRoutes(deps));
  const api = new OpenAPIHono<Env>();
  const limits = deps.limits ?? usualLimits;
  api.use('*', limitAddresses(deps.clock, limits, deps.addressOf));
  api.use('*', bodyLimit({ maxSize: LARGEST_BODY }));
  api.use('*', noStore);
  // Of the library's own routes the one that a link leads to; everything else goes through our verbs.
  api.get('/auth/magic-link/verify', async (c) =>
    isGlance(c.req) ? c.body(null, 204) : deps.auth.follow(c.req.query('token') ?? '', c.req.raw.headers),
  );
  api.use('*', signedIn(deps));
  api.use('*', limitActors(deps.clock, limits));
  api.use('*', plainRequest);
  api.use('/w/:workspaceId/*', inWorkspace(deps));
  const all = api.route('/', meRoutes(deps)).route('/w/:workspaceId', workspace);
  all.use('*', async (c) => c.notFound());
  return all;
}
export type Api = ReturnType<typeof apiRoutes>;
