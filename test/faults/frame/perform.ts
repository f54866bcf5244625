import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inShort } from '../audit/audit.ts';
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
  readonly say: (line: string) => void;
}

/** One case with one seed, from a new Wend to the audit. Whatever goes wrong is its outcome. */
export async function perform(theCase: Case, { seed, full, makeHome, dir, say }: Performance): Promise<Outcome> {
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
  let takeBack: (() => Promise<void>) | undefined;
  try {
    await makeHome(home);
    takeBack = await theCase.prepare?.(home);
    scene = await Scene.open(theCase, { seed, full, home, dir: place, say });
    await theCase.run(scene);
    const faults = await scene.audit();
    return faults.length === 0 ? ended('passed') : ended('failed', `${inShort(faults)}\n${scene.wend.said()}`);
  } catch (error) {
    return ended('failed', `${error instanceof Error ? error.stack : error}\n${scene?.wend.said() ?? ''}`);
  } finally {
    await scene?.close();
    await takeBack?.();
    await rm(place, { recursive: true, force: true });
  }
}
