import { randomBytes } from 'node:crypto';
import { access, chmod, constants, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Sentence } from './sentence.ts';

const remembered = z.object({
  port: z.number().optional(),
  postgresPassword: z.string().default(() => randomBytes(24).toString('base64url')),
  postgresPort: z.number().optional(),
  temporalPort: z.number().optional(),
  sandboxPort: z.number().optional(),
});
type Remembered = z.infer<typeof remembered>;

/** The folder that survives restarts, and the few facts kept in it. Nobody else may look inside. */
export class Home {
  readonly dir: string;
  readonly facts: Remembered;
  #written: Promise<void> = Promise.resolve();

  private constructor(dir: string, facts: Remembered) {
    this.dir = dir;
    this.facts = facts;
  }

  static async open(dir: string): Promise<Home> {
    await makeFolder(dir);
    return new Home(dir, await factsIn(join(dir, 'facts.json')));
  }

  path(...names: string[]): string {
    return join(this.dir, ...names);
  }

  /** One write after another, each whole: two services may remember at once. */
  remember(facts: Partial<Remembered>): Promise<void> {
    Object.assign(this.facts, facts);
    this.#written = this.#written.then(() => this.#write());
    return this.#written;
  }

  async #write(): Promise<void> {
    const scratch = this.path('facts.json.new');
    await writeFile(scratch, `${JSON.stringify(this.facts, null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(scratch, this.path('facts.json'));
  }
}

async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(join(dir, 'logs'), { recursive: true, mode: 0o700 });
    await chmod(dir, 0o700);
    await access(dir, constants.W_OK);
  } catch (error) {
    throw new Sentence(
      `${dir}, where Wend keeps its data, cannot be written (${codeOf(error)}): set WEND_HOME to a folder of yours.`,
    );
  }
}

async function factsIn(file: string): Promise<Remembered> {
  try {
    return remembered.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return remembered.parse({});
    throw new Sentence(
      `${file} cannot be read, and it holds the password of the database beside it: bring back a copy of it, or set WEND_HOME to another folder.`,
    );
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
