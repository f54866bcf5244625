import { z } from 'zod';
import {
  address,
  databaseUrl,
  days,
  hosts,
  type LogFormat,
  type LogLevel,
  logFormat,
  logLevel,
  port,
  proxies,
  token,
  webUrl,
} from './fields.ts';
import { type Environment, read } from './read.ts';

/** What every role is told when it starts. */
export interface RoleSettings {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  /** Where files live that survive a restart; entered by nobody else. */
  readonly home: string;
  /** The port of the API on the loopback address. */
  readonly port: number;
  /** How a browser reaches us. Links in messages begin with it. */
  readonly publicUrl: string;
  readonly sandboxPort: number;
  readonly sandboxUrl: string;
  /** The script with the bundled workflows. */
  readonly workflowBundle: string;
  /** The folder with the built editor. */
  readonly editor: string;
  /** The operator's configuration file; `wend.config.json` in `home` where absent. */
  readonly config?: string | undefined;
  /** Hosts inside (`name` or `name:port`) that steps may call all the same. */
  readonly allowedHosts: readonly string[];
  /** How many proxies of the operator's own stand in front: their word on who calls is taken, nobody else's. */
  readonly proxies: number;
  /** What a scraper of `/metrics` shows. */
  readonly metricsToken?: string | undefined;
  /** How many days events and ended runs are kept; for ever where absent. */
  readonly keepDays?: number | undefined;
  /** `json`: what a role logs stands also where whoever started Wend reads. */
  readonly log?: LogFormat | undefined;
  readonly logLevel?: LogLevel | undefined;
}

const variables = z.object({
  WEND_DATABASE_URL: databaseUrl,
  TEMPORAL_ADDRESS: address,
  TEMPORAL_NAMESPACE: z.string().default('default'),
  WEND_HOME: z.string(),
  WEND_PORT: port,
  WEND_PUBLIC_URL: webUrl,
  WEND_SANDBOX_PORT: port,
  WEND_SANDBOX_URL: webUrl,
  WEND_WORKFLOW_BUNDLE: z.string(),
  WEND_EDITOR: z.string(),
  WEND_CONFIG: z.string().optional(),
  WEND_ALLOW_HOSTS: hosts,
  WEND_PROXIES: proxies,
  WEND_METRICS_TOKEN: token.optional(),
  WEND_KEEP_DAYS: days.optional(),
  WEND_LOG: logFormat.optional(),
  WEND_LOG_LEVEL: logLevel.optional(),
});

export function readRoleSettings(environment: Environment): RoleSettings {
  const given = read(variables, environment);
  return {
    databaseUrl: given.WEND_DATABASE_URL,
    temporalAddress: given.TEMPORAL_ADDRESS,
    temporalNamespace: given.TEMPORAL_NAMESPACE,
    home: given.WEND_HOME,
    port: given.WEND_PORT,
    publicUrl: given.WEND_PUBLIC_URL,
    sandboxPort: given.WEND_SANDBOX_PORT,
    sandboxUrl: given.WEND_SANDBOX_URL,
    workflowBundle: given.WEND_WORKFLOW_BUNDLE,
    editor: given.WEND_EDITOR,
    config: given.WEND_CONFIG,
    allowedHosts: given.WEND_ALLOW_HOSTS,
    proxies: given.WEND_PROXIES,
    metricsToken: given.WEND_METRICS_TOKEN,
    keepDays: given.WEND_KEEP_DAYS,
    log: given.WEND_LOG,
    logLevel: given.WEND_LOG_LEVEL,
  };
}

/** The same settings as environment variables, for a process that is about to start. */
export function roleEnvironment(settings: RoleSettings): Record<string, string> {
  return {
    WEND_DATABASE_URL: settings.databaseUrl,
    TEMPORAL_ADDRESS: settings.temporalAddress,
    TEMPORAL_NAMESPACE: settings.temporalNamespace,
    WEND_HOME: settings.home,
    WEND_PORT: String(settings.port),
    WEND_PUBLIC_URL: settings.publicUrl,
    WEND_SANDBOX_PORT: String(settings.sandboxPort),
    WEND_SANDBOX_URL: settings.sandboxUrl,
    WEND_WORKFLOW_BUNDLE: settings.workflowBundle,
    WEND_EDITOR: settings.editor,
    WEND_ALLOW_HOSTS: settings.allowedHosts.join(','),
    WEND_PROXIES: String(settings.proxies),
    ...(settings.metricsToken === undefined ? {} : { WEND_METRICS_TOKEN: settings.metricsToken }),
    ...(settings.keepDays === undefined ? {} : { WEND_KEEP_DAYS: String(settings.keepDays) }),
    ...(settings.log === undefined ? {} : { WEND_LOG: settings.log }),
    ...(settings.logLevel === undefined ? {} : { WEND_LOG_LEVEL: settings.logLevel }),
    ...(settings.config === undefined ? {} : { WEND_CONFIG: settings.config }),
  };
}
