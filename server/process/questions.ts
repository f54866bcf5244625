import type { ChildProcess } from 'node:child_process';
import { z } from 'zod';
import { answered } from '../watch/vital-signs.ts';

/** What one role may ask another through the supervisor, which holds a channel to each: nothing listens anywhere for it. */
export type Question = 'signs' | 'metrics';
export type Answers = Readonly<Record<Question, () => unknown>>;
/** Asks the other roles; what one does not answer is undefined. */
export type AskRole = (role: string, question: Question) => Promise<unknown>;

const PATIENCE_MS = 2_000;

const question = z.enum(['signs', 'metrics'] satisfies Question[]);
const message = z.union([
  z.object({ ask: question, id: z.number(), role: z.string().optional() }),
  z.object({ answer: z.unknown(), id: z.number() }),
]);

interface Line {
  readonly send: (message: object) => void;
}

/** One end of a channel between two processes: asks, and answers what it is asked. */
export class Questions {
  readonly #line: Line;
  readonly #answer: (question: Question, role: string | undefined) => unknown;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #last = 0;

  constructor(line: Line, answer: (question: Question, role: string | undefined) => unknown) {
    this.#line = line;
    this.#answer = answer;
  }

  /** Undefined where nobody answers in time. `role` is passed on by the supervisor to whom it names. */
  async ask(what: Question, role?: string): Promise<unknown> {
    const id = ++this.#last;
    const answer = new Promise<unknown>((resolve) => this.#waiting.set(id, resolve));
    this.#line.send({ ask: what, id, role });
    try {
      return await answered(answer, PATIENCE_MS);
    } finally {
      this.#waiting.delete(id);
    }
  }

  hear(said: unknown): void {
    const { data } = message.safeParse(said);
    if (!data) return;
    if ('ask' in data) void this.#reply(data.id, data.ask, data.role);
    else this.#waiting.get(data.id)?.(data.answer);
  }

  async #reply(id: number, what: Question, role: string | undefined): Promise<void> {
    const answer = await Promise.resolve()
      .then(() => this.#answer(what, role))
      .catch(() => undefined);
    this.#line.send({ answer, id });
  }
}

/** A process at the other end; one that is gone hears nothing, and nobody is harmed. */
export function lineTo(process: Pick<NodeJS.Process, 'send' | 'connected'> | ChildProcess): Line {
  return { send: (said) => void (process.connected && process.send?.(said, undefined, undefined, () => {})) };
}
