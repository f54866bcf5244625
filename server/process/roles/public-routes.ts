import { Hono } from 'hono';
import { type CallbackDeps, callbackRoutes } from '../../channels/callback-routes.ts';
import { type LinkDeps, linkRoutes } from '../../links/routes.ts';

/** What answers anybody who has an address of ours: the links of messages, and the callbacks of providers. */
export function publicRoutes(deps: LinkDeps & CallbackDeps): Hono {
  return new Hono().route('/', linkRoutes(deps)).route('/', callbackRoutes(deps));
}
