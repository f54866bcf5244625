export { type Api, apiRoutes } from './api.ts';
export { type AppParts, makeApp } from './app.ts';
export type { ApiDeps, Env } from './env.ts';
