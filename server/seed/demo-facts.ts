import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brandId, type WorkspaceId } from '@wend/engine';
import { z } from 'zod';

const facts = z.object({
  writeKey: z.string(),
  workspaceId: z.string().transform((id) => brandId<WorkspaceId>(id)),
  /** When the shop was seeded: the replay counts from here. */
  since: z.number(),
  historyImported: z.boolean().default(false),
});
export type DemoFacts = z.output<typeof facts>;

const fileIn = (home: string): string => join(home, 'demo.json');

/** What the shop's own server knows of itself: its write key, and how far it is. For nobody else to read, and whole whenever we are stopped. */
export async function rememberDemo(home: string, known: z.input<typeof facts>): Promise<void> {
  const scratch = `${fileIn(home)}.new`;
  await writeFile(scratch, JSON.stringify(known), { mode: 0o600 });
  await rename(scratch, fileIn(home));
}

/** Undefined where there is no sample shop. */
export async function readDemo(home: string): Promise<DemoFacts | undefined> {
  const text = await readFile(fileIn(home), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : facts.parse(JSON.parse(text));
}
