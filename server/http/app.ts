import { OpenAPIHono } from '@hono/zod-openapi';
import type { Hono } from 'hono';
import { apiRoutes } from './api.ts';
import { type CallParts, callRoutes } from './calls.ts';
import { docs } from './docs.ts';
import type { ApiDeps, Env } from './env.ts';
import { dataOnly, headers, ownNameOnly, requestId } from './guard.ts';
import { healthRoutes } from './health.ts';
import { type MetricsParts, metricsRoute } from './metrics.ts';
import { nodeModuleFiles } from './node-modules.ts';
import { answerError, problem } from './problem.ts';
import { requestLog } from './request-log.ts';
import { staticFiles } from './static.ts';

export interface AppParts extends ApiDeps, CallParts, MetricsParts {
  /** Segment's wire format, authorised by write keys of its own. */
  readonly intake: Hono;
  /** Clicks, unsubscribes and callbacks: public, each with a token of its own. */
  readonly publicRoutes?: Hono | undefined;
  /** The folder with the built editor. */
  readonly editor: string;
}

/** The whole web server. Intake and links answer anybody; the rest answers only to its own name and its own pages. */
export function makeApp(parts: AppParts) {
  const app = new OpenAPIHono<Env>();
  app.onError(answerError(parts));
  app.notFound((c) =>
    problem({ title: 'There is nothing here.', status: 404, code: 'not-found', requestId: c.get('requestId') ?? '' }),
  );
  app.use('*', requestId);
  app.use('*', requestLog(parts));
  app.use('/v1/*', dataOnly);
  app.route('/v1', parts.intake);
  app.use('/v1/*', async (c) => c.notFound());
  app.use('*', headers);
  if (parts.publicRoutes) app.route('/', parts.publicRoutes);
  app.route('/', callRoutes(parts));
  app.route('/', healthRoutes(parts));
  app.route('/', metricsRoute(parts));
  app.use('*', ownNameOnly(parts));
  app.route('/api', apiRoutes(parts));
  app.route(
    '/',
    docs(() => app),
  );
  app.route('/', nodeModuleFiles(parts));
  app.route('/', staticFiles(parts.editor));
  return app;
}
