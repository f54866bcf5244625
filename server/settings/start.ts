import { z } from 'zod';
import { address, databaseUrl, days, hosts, logFormat, logLevel, port, proxies, token, webUrl } from './fields.ts';
import { type Environment, read } from './read.ts';

const variables = z.object({
  WEND_HOME: z.string().optional(),
  WEND_PORT: port.optional(),
  WEND_PUBLIC_URL: webUrl.optional(),
  WEND_DATABASE_URL: databaseUrl.optional(),
  TEMPORAL_ADDRESS: address.optional(),
  WEND_SANDBOX_URL: webUrl.optional(),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  WEND_CONFIG: z.string().optional(),
  WEND_ALLOW_HOSTS: hosts,
  WEND_PROXIES: proxies,
  WEND_METRICS_TOKEN: token.optional(),
  WEND_KEEP_DAYS: days.optional(),
  WEND_LOG: logFormat.optional(),
  WEND_LOG_LEVEL: logLevel.optional(),
});

/** What the operator may say before `npm start`. All of it is optional. */
export type StartSettings = ReturnType<typeof readStartSettings>;

export function readStartSettings(environment: Environment, defaultHome: string) {
  const given = read(variables, environment);
  return {
    /** Where everything lives that survives a restart. */
    home: given.WEND_HOME ?? defaultHome,
    /** A port asked for must be free; without one, that of the last start, 4600 or another. */
    port: given.WEND_PORT,
    publicUrl: given.WEND_PUBLIC_URL,
    databaseUrl: given.WEND_DATABASE_URL,
    temporalAddress: given.TEMPORAL_ADDRESS,
    temporalNamespace: given.TEMPORAL_NAMESPACE,
    /** Where the test provider is; without it one of our own is started. */
    sandboxUrl: given.WEND_SANDBOX_URL,
    /** The file that names step types of the operator's own. */
    config: given.WEND_CONFIG,
    allowedHosts: given.WEND_ALLOW_HOSTS,
    proxies: given.WEND_PROXIES,
    metricsToken: given.WEND_METRICS_TOKEN,
    /** How many days events and ended runs are kept; for ever where absent. */
    keepDays: given.WEND_KEEP_DAYS,
    /** Without it by what reads: text for a terminal, JSON for anything else. */
    log: given.WEND_LOG,
    logLevel: given.WEND_LOG_LEVEL,
  };
}
