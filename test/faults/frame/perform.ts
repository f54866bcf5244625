import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inShort } from '../audit/audit.ts';
import type { Begun } from './begun.ts';
import type { Case } from './case.ts';
import { Scene } from './scene.ts';

export interface Outcome {
  readonly name: string;
  readonly seed: number;
  readonly kind: 'passed' | 'failed' | 'skipped';
  /** What is not as promised, or why it was skipped. */
  readonly why: string;
  readonly seconds: number;
}

export interface Performance {
  readonly seed: number;
  readonly full: boolean;
  /** Makes a home in which a Wend has run, at this place. */
  readonly makeHome: (home: string) => Promise<unknown>;
  readonly dir: string;
  /** What stays when it is cut off, and is ended by whoever cuts it off. */
  readonly begun: Begun;
}

/** One case with one seed, from a new Wend to the audit. Whatever goes wrong is its outcome. */
export async function perform(theCase: Case, { seed, full, makeHome, dir, begun }: Performance): Promise<Outcome> {
  const { name } = theCase;
  const beganMs = performance.now();
  const ended = (kind: Outcome['kind'], why = ''): Outcome => ({
    name,
    seed,
    kind,
    why,
    seconds: Math.round((performance.now() - beganMs) / 1_000),
  });
  const skipped = await theCase.skipped?.();
  if (skipped !== undefined) return ended('skipped', skipped);
  const place = join(dir, `${name}-${seed}`);
  const home = join(place, 'home');
  let scene: Scene | undefined;
  let why: string;
  begun.endsBy(() => rm(place, { recursive: true, force: true, maxRetries: 5 }));
  try {
    const made = makeHome(home);
    begun.endsBy(() => made.catch(() => {}));
    await made;
    const takeBack = await theCase.prepare?.(home);
    if (takeBack) begun.endsBy(takeBack);
    scene = await Scene.open(theCase, { seed, full, home, dir: place, begun });
    await theCase.run(scene);
    const faults = await scene.audit();
    why = faults.length === 0 ? '' : inShort(faults);
  } catch (error) {
    why = wordsOf(error);
  }
  const said = why === '' ? '' : (scene?.wend.said() ?? '');
  why = [why, said, ...(await begun.endAll()).map(wordsOf)].filter((part) => part !== '').join('\n');
  return ended(why === '' ? 'passed' : 'failed', why);
}

const wordsOf = (error: unknown): string => String(error instanceof Error ? error.stack : error);
