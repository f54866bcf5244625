import type { Clock } from '../clock/index.ts';
import { answered, type VitalSigns, vitalSigns } from './vital-signs.ts';

/** A loop that found nothing looks again within a second; what is silent for so long hangs, or fails each time. */
const SILENT_MS = 30_000;
const PATIENCE_MS = 2_000;
/** Whoever asks more often is told what was found just before: asking costs the database next to nothing, however many ask. */
const FRESH_MS = 1_000;

export const parts = ['database', 'migrations', 'temporal', 'matcher', 'worker'] as const;
export type Part = (typeof parts)[number];

export interface Readiness {
  readonly ready: boolean;
  /** What keeps Wend from working, in words; nothing of a person, of a workspace or of where it runs. */
  readonly missing: readonly { readonly part: Part; readonly why: string }[];
  /** Accounts at providers that leave every call unanswered: of some workspace, and no reason not to be ready. */
  readonly silentProviders: readonly string[];
}

export interface ReadinessDeps {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Of the newest migration that the database has had; rejects where the database does not answer. */
  readonly lastMigration: () => Promise<number>;
  /** Of the newest one that this version knows. */
  readonly newestMigration: () => number;
  /** What a role says of itself; undefined where it says nothing. */
  readonly signsOf: (role: 'matcher' | 'worker') => Promise<unknown>;
}

/** Looks whether everything that an event needs to become a message is there. */
export function readinessOf(deps: ReadinessDeps): () => Promise<Readiness> {
  let found: { readonly atMs: number; readonly readiness: Promise<Readiness> } | undefined;
  const migrated = onceAtATime(deps.lastMigration);
  let known: number | undefined;
  const newest = (): number => (known ??= deps.newestMigration());
  return () => {
    const now = deps.clock.monotonicMs();
    if (!found || now - found.atMs > FRESH_MS) found = { atMs: now, readiness: look(deps, migrated, newest) };
    return found.readiness;
  };
}

async function look(deps: ReadinessDeps, migrated: () => Promise<number>, newest: () => number): Promise<Readiness> {
  const signs = async (role: 'matcher' | 'worker'): Promise<VitalSigns | undefined> =>
    vitalSigns.safeParse(await answered(deps.signsOf(role), PATIENCE_MS)).data;
  const [migration, matcher, worker] = await Promise.all([
    answered(migrated(), PATIENCE_MS),
    signs('matcher'),
    signs('worker'),
  ]);
  const missing = [
    { part: 'database' as const, why: migration === undefined && 'It does not answer.' },
    {
      part: 'migrations' as const,
      why: migration !== undefined && migration !== newest() && 'The schema is of another version.',
    },
    { part: 'temporal' as const, why: worker?.reachesTemporal === false && 'It does not answer.' },
    { part: 'matcher' as const, why: whyNot(matcher) },
    { part: 'worker' as const, why: whyNot(worker) },
  ].flatMap(({ part, why }) => (why === false ? [] : [{ part, why }]));
  return { ready: missing.length === 0, missing, silentProviders: worker?.silentProviders ?? [] };
}

function whyNot(signs: VitalSigns | undefined): string | false {
  if (!signs) return 'It does not answer.';
  return signs.silentMs > SILENT_MS && `It has got nothing done for ${Math.floor(signs.silentMs / 1_000)} seconds.`;
}

/** A question that hangs is not asked again beside itself. */
function onceAtATime<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let pending: Promise<Answer> | undefined;
  return () => {
    pending ??= ask().finally(() => (pending = undefined));
    return pending;
  };
}
