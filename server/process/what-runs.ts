import type { StartSettings } from '../settings/index.ts';

/** Which of Postgres and Temporal we started, and which are the operator's own. */
export function whatRuns(
  settings: Pick<StartSettings, 'databaseUrl' | 'temporalAddress'>,
  temporalAddress: string,
): string {
  const flow = `Temporal (${temporalAddress})`;
  const [isPostgresYours, isFlowYours] = [Boolean(settings.databaseUrl), Boolean(settings.temporalAddress)];
  if (isPostgresYours && isFlowYours) return `Postgres and ${flow} are yours`;
  if (isPostgresYours) return `${flow} runs with it, Postgres is yours`;
  if (isFlowYours) return `Postgres runs with it, ${flow} is yours`;
  return `Postgres and ${flow} run with it`;
}
