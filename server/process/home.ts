import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

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
    await mkdir(join(dir, 'logs'), { recursive: true, mode: 0o700 });
    await chmod(dir, 0o700);
    const known = await readFile(join(dir, 'facts.json'), 'utf8').catch(() => '{}');
    return new Home(dir, remembered.parse(JSON.parse(known)));
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
    await writeFile(scratch, `${JSON.stringify(this.facts, null, 2)}\n`, { mode: 0o600 });
    await rename(scratch, this.path('facts.json'));
  }
}
