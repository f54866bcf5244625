import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const config = z.object({
  /** Files (from the config file's folder) or packages, each with one step type. */
  nodes: z.array(z.string().min(1)).max(200).default([]),
});

/** The operator's config file: the one that was named, or `wend.config.json` in the home folder if there is one. */
export function configFileOf(named: string | undefined, home: string): string | undefined {
  const usual = join(home, 'wend.config.json');
  return named ?? (existsSync(usual) ? usual : undefined);
}

/** The step types that a config file names. Throws one sentence where the file cannot be read. */
export async function nodesNamedIn(configFile: string): Promise<readonly string[]> {
  const text = await readFile(configFile, 'utf8').catch(() => {
    throw new Error(`${configFile} cannot be read`);
  });
  const read = config.safeParse(parsed(text));
  if (read.success) return read.data.nodes;
  throw new Error(`${configFile} is not as expected: it reads {"nodes": ["./my-step.ts"]}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
