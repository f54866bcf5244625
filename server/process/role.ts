import { type RoleSettings, readRoleSettings } from '../settings/index.ts';
import { openTraces, type Traces } from '../traces/index.ts';
import { type Log, makeLog } from '../watch/log.ts';
import { type Answers, type AskRole, lineTo, Questions } from './questions.ts';

export interface RoleContext {
  readonly settings: RoleSettings;
  /** Prints a line at the terminal of whoever started Wend. */
  readonly say: (line: string) => void;
  readonly log: Log;
  /** Undefined where nobody gathers them. */
  readonly traces: Traces | undefined;
  /** What another role is asked for. */
  readonly askRole: AskRole;
  /** How this one answers another. */
  readonly answer: (answers: Partial<Answers>) => void;
}

/** Stops taking work and resolves when what was taken is done. There are ten seconds. */
export type StopRole = () => Promise<void>;

/** Where a role writes what the supervisor hands on; its file is its standard output. */
export const ALOUD_FD = 4;

/** The life of one process: starts, tells the supervisor, waits for its end, drains. */
export async function runRole(role: string, start: (context: RoleContext) => Promise<StopRole>): Promise<void> {
  const settings = readRoleSettings(process.env);
  const log = makeLog({ role, level: settings.logLevel ?? 'info', to: settings.log === 'json' ? [1, ALOUD_FD] : [1] });
  const ended = new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve());
    // The supervisor is gone: nobody else would stop us.
    process.once('disconnect', () => resolve());
  });
  // Node is started so that it does not print them itself.
  process.on('warning', (warning) => log.fault(warning, {}, 'warn'));
  process.on('uncaughtException', (error) => {
    log.fault(error);
    process.exit(1);
  });
  const answers: Partial<Answers> = {};
  const questions = new Questions(lineTo(process), (question) => answers[question]?.());
  process.on('message', (said) => questions.hear(said));
  const traces = await openTraces(role);
  const stop = await start({
    settings,
    log,
    traces,
    say: (line) => void process.send?.({ say: line }),
    askRole: (role, question) => questions.ask(question, role),
    answer: (more) => void Object.assign(answers, more),
  });
  process.send?.({ ready: true });
  log.info('Ready');
  await ended;
  await stop();
  await traces?.stop();
  log.info('Stopped');
  process.exit(0);
}
