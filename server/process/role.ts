import { impersonal } from '../database/index.ts';
import { type RoleSettings, readRoleSettings } from '../settings/index.ts';
import { type Answers, type AskRole, lineTo, Questions } from './questions.ts';

export interface RoleContext {
  readonly settings: RoleSettings;
  /** Prints a line at the terminal of whoever started Wend. */
  readonly say: (line: string) => void;
  /** Writes to the role's log what went wrong, with what it was about where there is an id for that; nothing of a person. */
  readonly onError: (error: unknown, about?: string) => void;
  /** What another role is asked for. */
  readonly askRole: AskRole;
  /** How this one answers another. */
  readonly answer: (answers: Partial<Answers>) => void;
}

/** Stops taking work and resolves when what was taken is done. There are ten seconds. */
export type StopRole = () => Promise<void>;

const onError: RoleContext['onError'] = (error, about) =>
  console.error([about, impersonal(error).stack].filter(Boolean).join(' '));

/** The life of one process: starts, tells the supervisor, waits for its end, drains. */
export async function runRole(start: (context: RoleContext) => Promise<StopRole>): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve());
    // The supervisor is gone: nobody else would stop us.
    process.once('disconnect', () => resolve());
  });
  process.on('uncaughtException', (error) => {
    onError(error);
    process.exit(1);
  });
  const answers: Partial<Answers> = {};
  const questions = new Questions(lineTo(process), (question) => answers[question]?.());
  process.on('message', (said) => questions.hear(said));
  const stop = await start({
    settings: readRoleSettings(process.env),
    onError,
    say: (line) => void process.send?.({ say: line }),
    askRole: (role, question) => questions.ask(question, role),
    answer: (more) => void Object.assign(answers, more),
  });
  process.send?.({ ready: true });
  await ended;
  await stop();
  process.exit(0);
}
